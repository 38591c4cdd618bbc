import type {LegacyTool} from '../tool.js'
import type {TextOptions} from '../../report/palette.js'
import {type RoleWords, roleWords} from '../../report/role-words.js'

/** What the lines of an older tool are made with. */
export type LegacyText = TextOptions & {readonly tool: LegacyTool}

/** The words in which the three tools differ. */
export type LegacyWords = RoleWords & {
  /** The server, as in `Could not connect to Redis`. */
  readonly product: string
  /** Replicas in the middle of a sentence. */
  readonly replicas: string
}

/** The words of one tool. */
export function legacyWords(tool: LegacyTool): LegacyWords {
  return tool === 'valkey-cli'
    ? {...roleWords('valkey'), product: 'Valkey'}
    : {...roleWords('redis'), product: 'Redis'}
}
