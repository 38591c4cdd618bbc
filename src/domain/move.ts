import type {NodeId} from './node.js'
import type {SlotRange} from './slot.js'

/**
 * How slots travel with their keys: key by key with MIGRATE (every server), or by the servers themselves, driven on
 * the source (CLUSTER MIGRATESLOTS, Valkey 9.0) or on the target (CLUSTER MIGRATION IMPORT, Redis 8.4).
 */
export type MoveMethod = 'keys' | AtomicMethod

/** Moves that the servers make by themselves. */
export type AtomicMethod = 'atomic-valkey' | 'atomic-redis'

/** Slots that are to change their owner, keys included. */
export type Move = {readonly source: NodeId; readonly target: NodeId; readonly ranges: readonly SlotRange[]}

/**
 * What is done with a key of which two nodes have different copies: `stop` keeps both and ends the command as
 * incomplete, `keep-owner` keeps the copy of the slot's owner, `keep-other` the other one. A copy that is not kept is
 * saved to a file before it is deleted.
 */
export type ConflictPolicy = 'stop' | 'keep-owner' | 'keep-other'

/** How moves go about it; the same for all moves of a run. */
export type MoveSettings = {
  /** Slots of one move that may be open at the same time. */
  readonly window: number
  /** Milliseconds that one batch of keys may hold a server. */
  readonly maxPauseMs: number
  /** Most keys in one MIGRATE; undefined: as many as the pause allows. */
  readonly pipeline: number | undefined
  /** MIGRATE's own timeout for big keys, milliseconds; also the longest that an atomic move may make no progress. */
  readonly timeoutMs: number
  /** Overwrite keys on the target from the start, and not only where an open slot shows that they are leftovers. */
  readonly replace: boolean
  /** Move keys whose estimated pause is longer than the MIGRATEs under way at a source may hold it. */
  readonly allowBigKeys: boolean
  /** Plans that were saved before this came do not have it; that means `stop`. */
  readonly conflicts?: ConflictPolicy
}

/** What a user gets who gives no flags. */
export const MOVE_DEFAULTS: MoveSettings = {
  window: 64,
  maxPauseMs: 10,
  pipeline: undefined,
  timeoutMs: 60_000,
  replace: false,
  allowBigKeys: false,
  conflicts: 'stop',
}

/** What became of one move. The three lists of slots do not overlap and make up the step's ranges. */
export type MoveReport = {
  /** The one that was used last: an atomic move may have gone on key by key. */
  readonly method: MoveMethod
  /** Owned by the target now. */
  readonly moved: readonly SlotRange[]
  /** Marked migrating or importing, with keys on either side: what a next run or a repair has to finish. */
  readonly open: readonly SlotRange[]
  /** Still the source's, as if nothing had been done. */
  readonly unmoved: readonly SlotRange[]
  readonly keys: number
  /** Memory that the moved keys took on the source, as far as it was measured. */
  readonly bytes: number | undefined
  /** The longest that clients of the source had to wait because of the move, as far as it was measured. */
  readonly longestPauseMs: number | undefined
}

/** How far a move has come. */
export type MoveProgress = {
  readonly slots: number
  readonly slotsMoved: number
  readonly keys: number
  /** All keys of the slots, counted when the move began. */
  readonly keysTotal: number | undefined
  readonly bytes: number | undefined
  /** Milliseconds that the last batch held the source. */
  readonly pauseMs: number | undefined
}
