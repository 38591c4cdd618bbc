import type {MoveSettings} from '../../../domain/move.js'
import type {NodeId} from '../../../domain/node.js'
import type {StepExecution} from '../../step-execution.js'
import type {MigrateTarget} from '../../../redis/slot-client.js'
import type {Conflicts} from '../conflicts.js'
import type {InFlight} from '../in-flight.js'
import type {Endpoint} from './endpoint.js'
import type {Ledger} from './ledger.js'
import type {Pace} from './pace.js'
import type {Traffic} from './traffic.js'
import type {Trust} from './trust.js'

/** The state of one move. */
export type Job = {
  readonly source: Endpoint
  /** A separate connection to the source for keys, so that SETSLOTs do not queue behind a MIGRATE. */
  readonly keys: Endpoint
  readonly target: Endpoint
  /** The other primaries. They are told last, and only to save clients redirections. */
  readonly others: readonly Endpoint[]
  readonly migrateTarget: Omit<MigrateTarget, 'timeoutMs'>
  readonly settings: MoveSettings
  readonly execution: StepExecution
  readonly ledger: Ledger
  readonly pace: Pace
  readonly traffic: Traffic
  readonly tally: MoveTally
  /** Milliseconds of a round trip to the source. */
  readonly roundTripMs: number
  /** Milliseconds for which one key may block the nodes before other nodes consider them failed. */
  readonly longestPauseMs: number
  /** Whether the source may hold keys in databases other than 0. */
  readonly manyDatabases: boolean
  /** Counted when the move started. */
  readonly keysBySlot: ReadonlyMap<number, number>
  /** Slots that were open on either end before; all others are opened by this move. */
  readonly openBefore: ReadonlyMap<number, Trust>
  /** Whether the target has keys that it does not show before their slots are open there. */
  hidesKeys: boolean
  readonly inFlight: InFlight
  readonly conflicts: Conflicts
  /** The nodes that were primaries when the move started, in the source's view. */
  readonly primaries: ReadonlySet<NodeId>
  /** The source's config epoch when the move started: a failover and a failback raise it. */
  readonly sourceEpoch: number
  /** Slots of which keys may have been sent. */
  readonly sent: Set<number>
  /** What was not moved, and why. */
  readonly left: Left
  /** Number of batches that are still to be sent one at a time, because the target recently did not answer. */
  careful: number
}

type Left = {
  /** Keys that would block the nodes for too long, described. */
  readonly tooBig: string[]
  /** Slots of which the target already held keys, with the number of keys. */
  readonly strays: Map<number, number>
}

/** What was done so far. */
type MoveTally = {
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

/** Reports the progress to listeners. */
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
