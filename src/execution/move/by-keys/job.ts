import type {MoveSettings} from '../../../domain/move.js'
import type {NodeId} from '../../../domain/node.js'
import type {StepExecution} from '../../step-execution.js'
import type {MigrateTarget} from '../../../redis/slot-client.js'
import type {Conflicts} from '../conflicts.js'
import type {InFlight} from '../in-flight.js'
import type {Care} from './care.js'
import type {Endpoint} from './endpoint.js'
import type {LeftAlone} from './left-alone.js'
import type {Ledger} from './ledger.js'
import type {Pace} from './pace.js'
import type {Tally} from './tally.js'
import type {InPieces} from '../in-pieces/in-pieces.js'
import type {Traffic} from './traffic.js'
import type {Trust} from './trust.js'

/** What the parts of one move share. What changes while it runs belongs to the objects, which have methods for it. */
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
  readonly tally: Tally
  /** Milliseconds of a round trip to the source. */
  readonly roundTripMs: number
  /** Milliseconds for which one key may block the nodes before other nodes consider them failed. */
  readonly longestPauseMs: number
  /** Whether the source may hold keys in databases other than 0. */
  readonly manyDatabases: boolean
  /** Counted when the move started, and again after each pause. */
  readonly keysBySlot: Map<number, number>
  /** Slots that were open on either end before; all others are opened by this move. */
  readonly openBefore: ReadonlyMap<number, Trust>
  readonly inFlight: InFlight
  readonly conflicts: Conflicts
  /** The nodes that were primaries when the move started, in the source's view. */
  readonly primaries: ReadonlySet<NodeId>
  /** The source's config epoch when the move started: a failover and a failback raise it. */
  readonly sourceEpoch: number
  readonly leftAlone: LeftAlone
  readonly care: Care
  readonly inPieces: InPieces
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
