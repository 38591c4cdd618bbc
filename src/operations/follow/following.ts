import type {FollowPhase} from '../../domain/follow.js'
import type {Bringing} from '../../execution/follow/bring-keys.js'
import type {Owners} from '../../execution/import/owners.js'
import type {AttachPoint} from '../../redis/attach-point.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import type {Source} from '../../redis/source.js'
import type {Spool} from '../../storage/spool.js'
import type {Clocks} from './clocks.js'
import type {Databases} from './databases.js'

/** What a follower works with. */
export type FollowerParts = {
  readonly name: string
  readonly source: Source
  readonly attach: AttachPoint
  readonly options: ConnectionOptions
  readonly owners: Owners
  readonly databases: Databases
  readonly inCluster: boolean
  readonly spool: Spool
  readonly limitBytes: number
  readonly signal: AbortSignal
  readonly patienceMs: number
  /** Brings everything over; `compares`: the cluster may have some of it. */
  readonly sweep: (bringing: Bringing, compares: boolean) => Promise<void>
  /** Waits while nothing may be sent. */
  readonly untilFree: (commands: number, bytes: number) => Promise<void>
  readonly onWaiting: (what: string) => void
  readonly onNote: (text: string) => void
  readonly onRefused: Bringing['onRefused']
  /** Asks whether the cluster may be emptied as the source was; `what`: the command. */
  readonly confirmFlush: (what: string) => Promise<boolean>
  /** Called when more of the stream is in the cluster for good. Returns whether that was noted. */
  readonly save: () => boolean
  /** Throws INCOMPLETE if it is known, or found, that slots of a source cluster were moved: nobody knows then whose stream has which key. */
  readonly checkSource: (isKnown?: boolean) => Promise<void>
}

/** One source server while it is followed. */
export interface Following {
  readonly parts: FollowerParts
  readonly clocks: Clocks
  phase: FollowPhase
  /** Commands of the stream, of these those that went the safe way, and so on: counted over all beginnings. */
  readonly totals: {commands: number; safe: number; scripts: number; unknown: number; resyncs: number}
}
