import type {MoveSettings} from '../../../domain/move.js'
import type {NodeId} from '../../../domain/node.js'
import type {StepExecution} from '../../step-execution.js'
import type {MigrateTarget} from '../../../redis/slot-client.js'
import type {Conflicts} from '../conflicts.js'
import type {InFlight} from '../in-flight.js'
import type {End} from './end.js'
import type {Ledger} from './ledger.js'
import type {Pace} from './pace.js'
import type {Traffic} from './traffic.js'
import type {Trust} from './trust.js'

/** One move under way. */
export type Job = {
  readonly source: End
  /** A connection of its own to the source for keys, so that SETSLOTs need not queue behind a MIGRATE. */
  readonly keys: End
  readonly target: End
  /** The other primaries; told last, and only to spare clients redirections. */
  readonly others: readonly End[]
  readonly migrateTarget: Omit<MigrateTarget, 'timeoutMs'>
  readonly settings: MoveSettings
  readonly execution: StepExecution
  readonly ledger: Ledger
  readonly pace: Pace
  readonly traffic: Traffic
  readonly tally: Tally
  /** Milliseconds of the way to the source and back. */
  readonly roundTripMs: number
  /** Milliseconds that one key may hold the nodes before they take each other for dead. */
  readonly longestPauseMs: number
  /** Whether the source may hold keys in other databases than 0. */
  readonly manyDatabases: boolean
  /** As counted when the move began. */
  readonly keysBySlot: ReadonlyMap<number, number>
  /** Slots that were open on either end before; all others are opened by this move. */
  readonly openBefore: ReadonlyMap<number, Trust>
  /** The target has keys that it does not show before their slots are open there. */
  hidesKeys: boolean
  readonly inFlight: InFlight
  readonly conflicts: Conflicts
  /** The nodes that were primaries when the move began, by the source's view. */
  readonly primaries: ReadonlySet<NodeId>
  /** The source's config epoch when the move began: a failover there and back raises it. */
  readonly sourceEpoch: number
  /** Slots of which keys may have gone. */
  readonly sent: Set<number>
  /** What was left alone, and why. */
  readonly left: Left
  /** Bites that are still to be sent one at a time, since the target did not answer lately. */
  careful: number
}

type Left = {
  /** Keys that would hold the nodes for too long, in words. */
  readonly tooBig: string[]
  /** Slots of which the target held keys before anything was done, with their number. */
  readonly strays: Map<number, number>
}

/** What was done so far. */
type Tally = {
  keys: number
  keysTotal: number | undefined
  bytes: number
  longestPauseMs: number
  lastPauseMs: number | undefined
  /** Keys that were found on the target although the source still had them. */
  replaced: number
}

/** Databases of the source that may hold keys of the slots. */
export function databasesOf({keys, manyDatabases}: Pick<Job, 'keys' | 'manyDatabases'>): Promise<number[]> {
  return manyDatabases ? keys.with((client) => client.databases()) : Promise.resolve([0])
}

/** Tells listeners how far the move has come. */
export function tellProgress({ledger, tally, execution}: Job): void {
  execution.tellProgress({
    slots: ledger.total,
    slotsMoved: ledger.moved.size,
    keys: tally.keys,
    keysTotal: tally.keysTotal,
    bytes: tally.bytes,
    pauseMs: tally.lastPauseMs,
  })
}
