import type {Answer} from './answer.js'
import type {JudgedOperation} from './operation.js'
import type {CheckOutcome} from './outcome.js'
import type {Placement} from './placement.js'
import type {ClusterSample} from './sample.js'
import type {Setting} from './setting.js'
import type {SlotHeat} from './slot-heat.js'
import type {SlotMap} from './slot-map.js'
import type {Audit} from './spread.js'
import type {SlowCommand} from './slow-command.js'

/** A key and the memory that it uses. */
export type FoundKey = {
  /** As text: bytes that are not UTF-8 are replaced. */
  readonly key: string
  readonly bytes: number
  readonly type: string
}

/** The biggest keys of a node that were found in limited time. */
export type BigKeySearch = {
  /** The biggest first. */
  readonly keys: readonly FoundKey[]
  readonly scanned: number
  /** All keys of the node at the beginning. */
  readonly total: number
  /** Whether all keys were looked at. */
  readonly complete: boolean
}

/** Everything that a report page says. */
export type ClusterReport = {
  readonly sample: ClusterSample
  readonly check: CheckOutcome
  readonly placement: Placement
  readonly audit: Audit
  readonly map: SlotMap
  /** Keys by slot. */
  readonly heat: SlotHeat
  /** Settings that differ between nodes and need not. Passwords included. */
  readonly settings: readonly Setting[]
  /** Nodes whose settings were not read, and why. */
  readonly settingsUnread: readonly Unread[]
  /** What was done from this machine, oldest first. */
  readonly operations: readonly JudgedOperation[]
  /** Journals that could not be read, and why. */
  readonly journalProblems: readonly string[]
  /** Undefined unless it was asked for. */
  readonly slowLog: readonly Answer<readonly SlowCommand[]>[] | undefined
  /** Undefined unless it was asked for. */
  readonly bigKeys: readonly Answer<BigKeySearch>[] | undefined
}

type Unread = Extract<Answer<never>, {readonly status: 'error' | 'unreachable'}>

/** A report that was written to a file. */
export type WrittenReport = {
  readonly file: string
  readonly bytes: number
  readonly status: CheckOutcome['status']
  /** The number of findings. */
  readonly findings: number
  /** In a few words. */
  readonly verdict: string
}
