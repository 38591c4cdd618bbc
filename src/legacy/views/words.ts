import type {TextOptions} from '../../report/palette.js'
import type {RoleWords} from '../../report/role-words.js'
import type {LegacyTool} from '../tool.js'

/** What the lines of an older tool are made with. */
export type LegacyText = TextOptions & {readonly tool: LegacyTool}

/** The words in which the three tools differ. */
export type LegacyWords = RoleWords & {
  /** The server, as in `Could not connect to Redis`. */
  readonly product: string
}

const REDIS: LegacyWords = {
  primary: 'master',
  primaries: 'masters',
  replicas: 'slaves',
  title: 'Master',
  product: 'Redis',
}

const VALKEY: LegacyWords = {
  primary: 'primary',
  primaries: 'primaries',
  replicas: 'replicas',
  title: 'Primary',
  product: 'Valkey',
}

/** The words of one tool. */
export function legacyWords(tool: LegacyTool): LegacyWords {
  return tool === 'valkey-cli' ? VALKEY : REDIS
}
