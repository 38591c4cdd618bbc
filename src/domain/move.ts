import type {Hours} from './hours.js'
import type {NodeId} from './node.js'
import type {Rate} from './rate.js'
import type {SlotRange} from './slot.js'
import type {ThrottleLimits} from './throttle.js'

/**
 * How slots move with their keys: key by key with MIGRATE (every server), or by the servers themselves, which is
 * started on the source (CLUSTER MIGRATESLOTS, Valkey 9.0) or on the target (CLUSTER MIGRATION IMPORT, Redis 8.4).
 */
export type MoveMethod = 'keys' | AtomicMethod

/** Methods by which the servers move slots themselves. */
export type AtomicMethod = 'atomic-valkey' | 'atomic-redis'

/** Slots that will get another owner, together with their keys. */
export type Move = {readonly source: NodeId; readonly target: NodeId; readonly ranges: readonly SlotRange[]}

/**
 * What to do with a key of which two nodes have different copies: `stop` keeps both and ends the command as
 * incomplete, `keep-owner` keeps the copy of the slot's owner, `keep-other` keeps the other one. The other copy is
 * saved to a file before it is deleted.
 */
export type ConflictPolicy = 'stop' | 'keep-owner' | 'keep-other'

/** The options of moves; all moves of a run have the same. */
export type MoveSettings = {
  /** Number of slots of one move that are opened together. */
  readonly window: number
  /** Milliseconds for which one batch of keys may block a server. */
  readonly maxPauseMs: number
  /** Maximum number of keys in one MIGRATE; undefined: as many as the pause allows. */
  readonly pipeline: number | undefined
  /**
   * The timeout of MIGRATE for big keys, in milliseconds; also the longest time without progress of an atomic move.
   */
  readonly timeoutMs: number
  /**
   * Overwrite keys on the target in any case, and not only where an open slot shows that they are left over from this
   * move.
   */
  readonly replace: boolean
  /** Move keys although they would probably block the source for longer than all its MIGRATEs together may. */
  readonly allowBigKeys: boolean
  readonly conflicts: ConflictPolicy
  /** How much all moves of a run may send together per second; undefined: as much as the pauses allow. */
  readonly rate: Rate | undefined
  /** When to slow down and to stop for a while; undefined: never. */
  readonly throttle: ThrottleLimits | undefined
  /** Move only within these hours; undefined: always. */
  readonly hours: Hours | undefined
}

/** The options without any flags. */
export const MOVE_DEFAULTS: MoveSettings = {
  window: 64,
  maxPauseMs: 10,
  pipeline: undefined,
  timeoutMs: 60_000,
  replace: false,
  allowBigKeys: false,
  conflicts: 'stop',
  rate: undefined,
  throttle: undefined,
  hours: undefined,
}

/** The result of one move. The three lists of slots do not overlap; together they are the step's ranges. */
export type MoveReport = {
  /** The method that was used last: an atomic move may have continued key by key. */
  readonly method: MoveMethod
  /** Owned by the target now. */
  readonly moved: readonly SlotRange[]
  /** Marked as migrating or importing, with keys on either side: the next run or a repair has to finish them. */
  readonly open: readonly SlotRange[]
  /** Still owned by the source, as if nothing had happened. */
  readonly unmoved: readonly SlotRange[]
  readonly keys: number
  /** Memory that the moved keys used on the source, as far as it was measured. */
  readonly bytes: number | undefined
  /** The longest time for which clients of the source had to wait because of the move, as far as it was measured. */
  readonly longestPauseMs: number | undefined
  /** Keys that were copied in pieces, if there were any. */
  readonly inPieces?: readonly KeyInPieces[]
}

/** A key that is being copied in pieces to another node, and the name of the copy there until it is complete. */
export type KeyCopy = {
  readonly slot: number
  readonly db: number
  readonly key: Buffer
  readonly copy: Buffer
}

/** A key that was too big for one MIGRATE, and was copied in pieces. Keys are bytes: `text` is for reading. */
export type KeyInPieces = {
  readonly text: string
  readonly hex: string
  readonly slot: number
  readonly db: number
  /** Memory that it used on the source. */
  readonly bytes: number
  /**
   * `moved`: the source gave it away. `gone`: it was deleted or expired in the meantime. `whole`: it was left to
   * MIGRATE, for the `reason`.
   */
  readonly outcome: 'moved' | 'gone' | 'whole'
  readonly reason: string | undefined
  /** More than one if clients changed it while it was copied. */
  readonly attempts: number
  /** Of the last attempt. */
  readonly pieces: number
  readonly milliseconds: number
  /** The longest time for the answer of the source, or of the target, to one piece: an upper limit of the pause. */
  readonly sourcePauseMs: number
  readonly targetPauseMs: number
}

/** The progress of a move. */
export type MoveProgress = {
  readonly slots: number
  readonly slotsMoved: number
  readonly keys: number
  /** All keys of the slots, counted when the move started. */
  readonly keysTotal: number | undefined
  readonly bytes: number | undefined
  /** Milliseconds for which the last batch blocked the source. */
  readonly pauseMs: number | undefined
}
