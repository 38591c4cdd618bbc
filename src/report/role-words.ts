import type {NodeInfo} from '../domain/node.js'

type Software = NodeInfo['software']

/** The words in lines that scripts know; redis-cli and valkey-cli use different ones. */
export type RoleWords = {
  readonly primary: string
  readonly primaries: string
  readonly replicas: string
  /** Before the number of a primary in a proposal. */
  readonly title: string
}

const WORDS: {readonly [S in Software]: RoleWords} = {
  redis: {primary: 'master', primaries: 'masters', replicas: 'slaves', title: 'Master'},
  valkey: {primary: 'primary', primaries: 'primaries', replicas: 'replicas', title: 'Primary'},
}

/** The words of the command line tool that is shipped with the server. */
export function roleWords(software: Software): RoleWords {
  return WORDS[software]
}

/** The words of clustertool's own output, whatever the servers are. */
export const OWN_WORDS: RoleWords = WORDS.valkey
