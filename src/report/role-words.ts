/** The words in lines that scripts know; the tools that print such lines use different ones. */
export type RoleWords = {
  readonly primary: string
  readonly primaries: string
  readonly replicas: string
  /** Before the number of a primary in a proposal. */
  readonly title: string
}

/** The words of clustertool's own output, whatever the servers are. */
export const OWN_WORDS: RoleWords = {
  primary: 'primary',
  primaries: 'primaries',
  replicas: 'replicas',
  title: 'Primary',
}
