/** The words in lines that scripts know, in which the tools that print such lines differ. */
export type RoleWords = {
  readonly primary: string
  readonly primaries: string
  readonly replicas: string
  /** In front of a primary's number in a proposal. */
  readonly title: string
}

/** The words of clustertool's own output, whatever servers run. */
export const OWN_WORDS: RoleWords = {
  primary: 'primary',
  primaries: 'primaries',
  replicas: 'replicas',
  title: 'Primary',
}
