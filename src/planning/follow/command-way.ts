import type {StreamKey} from '../../domain/follow.js'
import type {KeyPosition} from './key-place.js'

/** Which way a command of the source's replication stream takes to the cluster. */
export type CommandWay =
  /**
   * `words` may be sent to the owner of its keys, if these are in one slot. They are those of the stream, unless a
   * client may not send these, or should not because they can block. If the keys are in several slots, those that it
   * may change, `changes`, are to be brought over again.
   */
  | {
      readonly kind: 'forward'
      readonly words: readonly Buffer[]
      readonly keys: readonly Buffer[]
      readonly changes: readonly Buffer[]
      /** The integer 0 or null as the reply says that the command changed nothing, though it did on the source. */
      readonly noEffect?: 'zero-or-null'
    }
  /** Has the same effect if it is sent in parts, one for each key. */
  | {readonly kind: 'split'; readonly parts: readonly CommandPart[]}
  /** Its effect depends on other keys, or on what is not known here: these keys are to be brought over again. */
  | {readonly kind: 'effect'; readonly keys: readonly StreamKey[]}
  /** To all primaries. */
  | {readonly kind: 'everywhere'}
  /** Changes no key. */
  | {readonly kind: 'ignore'}
  | {readonly kind: 'select'; readonly db: number}
  | {readonly kind: 'multi'}
  | {readonly kind: 'exec'}
  | {readonly kind: 'flush'; readonly db: number | 'all'}
  | {readonly kind: 'swap'; readonly first: number; readonly second: number}
  /** The source, which is a primary of a cluster, has got or lost slots; its stream does not name their keys. */
  | {readonly kind: 'slots'}
  /** A script or function as clients sent it: `keys` are those that it names; it may have changed others. */
  | {readonly kind: 'script'; readonly keys: readonly StreamKey[]}
  /** Not in the table, or not as its syntax says: the source's COMMAND GETKEYS has to tell the keys. */
  | {readonly kind: 'unknown'}

/** A command that has one key. */
type CommandPart = {readonly key: Buffer; readonly words: readonly Buffer[]}

/** A command as the table of all has it. */
export type FollowedCommand = {
  /** In upper case; with the subcommand, if it has these. */
  readonly name: string
  readonly way: Exclude<CommandWay['kind'], 'unknown'>
  /** Default: it has none, or `special` finds them. */
  readonly keys?: KeyPosition
  /** Which of the keys it may change. Default: all. */
  readonly changes?: 'first' | 'last'
  /** Whether the reply 0 or null says that it changed nothing. */
  readonly noEffect?: boolean | ((words: readonly Buffer[]) => boolean)
  /** What to send in its place. */
  readonly instead?: (words: readonly Buffer[]) => readonly Buffer[]
  /** Another way that it takes because of some of its words; undefined if it takes the usual one. */
  readonly special?: (words: readonly Buffer[], db: number) => CommandWay | undefined
  /** For people: when it takes another way, and why. */
  readonly note?: string
}
