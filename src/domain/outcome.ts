import type {ScanProgress} from './big-keys.js'
import type {ControlStatus, RestReason} from './control.js'
import type {Finding} from './finding.js'
import type {FollowProgress} from './follow.js'
import type {SlotRange} from './slot.js'
import type {FigureMeasure, SlotFigures} from './slot-figures.js'
import type {ClusterSnapshot} from './snapshot.js'
import type {Status} from './status.js'
import type {ImportProgress} from './import.js'
import type {PlannedShard} from './layout.js'
import type {KeyCopy, MoveProgress} from './move.js'
import type {Node, NodeId, NodeInfo} from './node.js'
import type {Plan} from './plan.js'
import type {StepResult} from './step.js'

export type CheckOutcome = {
  /** unhealthy: there are errors, or other findings on which the check was to fail. */
  readonly status: 'healthy' | 'unhealthy'
  /** Whether the check looked for keys in foreign slots. */
  readonly searchedOwners: boolean
  readonly snapshot: ClusterSnapshot
  readonly findings: readonly Finding[]
  /** Findings that the user did not want to see. The verdicts count them, because they are about the cluster. */
  readonly ignored?: readonly Finding[]
}

export type InfoOutcome = {
  readonly snapshot: ClusterSnapshot
  /** Figures of single slots; undefined unless they were asked for. */
  readonly slots?: SlotsInfo | undefined
  /** Operations on this cluster that run on this machine. Default: none. */
  readonly running?: readonly ControlStatus[]
}

/** Figures of the slots with the highest values. */
export type SlotsInfo = {
  readonly by: FigureMeasure
  readonly figures: SlotFigures
  /** The highest first. */
  readonly top: readonly number[]
}

/** What a create will do, as shown before the question. */
export type CreateProposal = {
  readonly shards: readonly PlannedShard[]
  readonly plan: Plan
  /** The software of the first node. */
  readonly software: NodeInfo['software']
}

export type CreateOutcome = CreateProposal & {
  readonly status: Status
  /** The file in which the plan was saved, if any. */
  readonly savedTo?: string | undefined
  readonly steps: readonly StepResult[]
  /** The cluster afterwards; undefined if nothing was done. */
  readonly snapshot: ClusterSnapshot | undefined
  readonly findings: readonly Finding[]
}

/** What a command will do to a cluster, as shown before the question. */
export type ChangeProposal = {
  /** The cluster when the plan was made. */
  readonly before: ClusterSnapshot
  readonly plan: Plan
}

export type ChangeOutcome = ChangeProposal & {
  readonly status: Status
  /** The file in which the plan was saved, if any. */
  readonly savedTo?: string | undefined
  readonly steps: readonly StepResult[]
  /** The cluster afterwards; undefined if nothing was done. */
  readonly snapshot: ClusterSnapshot | undefined
  readonly findings: readonly Finding[]
}

/** The slot and the nodes of one key. Keys are bytes: `text` is for reading, `hex` is exact. */
export type KeyPlace = {
  readonly text: string
  readonly hex: string
  readonly slot: number
  /** The part that is hashed, as text: the hash tag, or the whole key. */
  readonly hashed: string
  /** Undefined if no node was asked; empty if nobody owns the slot. */
  readonly owners: readonly Node[] | undefined
  readonly replicas: readonly Node[] | undefined
}

export type SlotOutcome = {readonly keys: readonly KeyPlace[]}

/** Something that happens while steps run; for progress displays and journals. */
export type Event =
  | {
      readonly type: 'step-started'
      readonly step: Plan['steps'][number]
      readonly index: number
      readonly total: number
    }
  | {
      readonly type: 'step-finished'
      readonly result: StepResult
      readonly index: number
      readonly total: number
    }
  | {readonly type: 'move-progress'; readonly index: number; readonly progress: MoveProgress}
  | {
      /** Before slots are opened or handed to the servers, and after they have their new owner. */
      readonly type: 'slots-opening' | 'slots-moved'
      readonly index: number
      readonly ranges: readonly SlotRange[]
    }
  /** Before a big key is copied in pieces. */
  | {readonly type: 'key-copying'; readonly index: number; readonly copy: KeyCopy}
  | {readonly type: 'import-progress'; readonly progress: ImportProgress}
  | {readonly type: 'follow-progress'; readonly progress: FollowProgress}
  | {readonly type: 'scan-progress'; readonly progress: ScanProgress}
  | {readonly type: 'note'; readonly index: number; readonly text: string}
  | {readonly type: 'waiting'; readonly what: string; readonly missing: readonly NodeId[]}
  /** All that runs rests from now on; without a reason, it goes on. */
  | {readonly type: 'rest'; readonly rest: RestReason | undefined}

export type Listener = (event: Event) => void

export type HealthyCluster = {readonly snapshot: ClusterSnapshot; readonly findings: readonly Finding[]}
