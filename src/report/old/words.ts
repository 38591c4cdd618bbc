import type {Style} from '../../domain/style.js'
import type {TextOptions} from '../palette.js'
import {type RoleWords, roleWords} from '../role-words.js'

/** What the lines of an older tool are made with. */
export type OldOptions = TextOptions & {readonly style: Style}

/** The words in which the three tools differ. */
export type OldWords = RoleWords & {
  /** The server, as in `Could not connect to Redis`. */
  readonly product: string
  /** Replicas in the middle of a sentence. */
  readonly replicas: string
}

/** The words of one tool. */
export function oldWords(style: Style): OldWords {
  return style === 'valkey-cli'
    ? {...roleWords('valkey'), product: 'Valkey'}
    : {...roleWords('redis'), product: 'Redis'}
}
