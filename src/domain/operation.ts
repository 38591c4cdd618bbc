import type {ControlChange} from './control.js'
import type {PlannedSteps} from './step.js'
import type {MoveReport, MoveSettings} from './move.js'
import type {NodeId, OpenSlot, Role} from './node.js'
import type {Status} from './status.js'
import type {SlotRange} from './slot.js'

/** Of plan files and journals. A reader accepts only files of its own version. */
export const FORMAT_VERSION = 1

/** What a plan is based on: the cluster as it was when the plan was made. */
export type ClusterFacts = {
  readonly seed: NodeId
  readonly nodes: readonly NodeFacts[]
  /** Nodes that occur in the plan and were not part of the cluster. */
  readonly others: readonly {readonly id: NodeId; readonly address: string}[]
}

export type NodeFacts = {
  readonly id: NodeId
  readonly address: string
  readonly role: Role
  readonly primaryId: NodeId | null
  readonly configEpoch: number
  readonly slots: readonly SlotRange[]
  readonly openSlots: readonly OpenSlot[]
  readonly reachable: boolean
}

/** A plan with everything that is needed to carry it out later. */
export type SavedPlan = {
  /** The command that made it. */
  readonly command: string
  readonly createdAt: string
  readonly cluster: ClusterFacts
  readonly options: {
    readonly joinLimitMs: number
    readonly moving: MoveSettings
    /** How many moves may run at the same time, beside what the plan says. Default: no limit. */
    readonly mostMoves?: number
  }
  readonly plan: PlannedSteps
}

/** One run of a command, as its journal records it. */
export type Operation = SavedPlan & {
  /** Name of its journal, without folder and suffix. */
  readonly id: string
  readonly startedAt: string
  /** 'unfinished': its process was killed, or is still running. */
  readonly status: Status | 'unfinished'
  readonly milliseconds: number | undefined
  readonly host: string
  readonly pid: number
  /** Identifies the process on its machine, where a pid can occur again; undefined if that was not possible. */
  readonly process?: string | undefined
  /** When that process was started, as the names of its connections say; undefined in journals of older versions. */
  readonly processStartedAt?: number | undefined
  /** The operation that this one resumed or undid. */
  readonly of: string | undefined
  /** The user does not want it any more. */
  readonly dismissed: boolean
  /** Settings that were changed while it ran. */
  readonly changed?: ControlChange | undefined
  readonly results: readonly RecordedStep[]
}

/** The state of a step; a step that is not in the list has not started. */
export type RecordedStep = {
  readonly index: number
  readonly status: 'begun' | 'done' | 'failed' | 'not-run'
  /** What has moved, also if the step was interrupted. */
  readonly move: Pick<MoveReport, 'moved'> | undefined
}

/** Slots that got a new owner, as far as the steps recorded it. */
export function movedBy({results}: Operation): SlotRange[] {
  return results.flatMap(({move}) => move?.moved ?? [])
}

/** Whether an operation is over: 'superseded' by a later one, 'dismissed' by the user, or as it ended. */
export type Standing = Status | 'running' | 'killed' | 'superseded' | 'dismissed'

/** An operation and its standing, judged by everything that was recorded after it. */
export type JudgedOperation = Operation & {
  readonly standing: Standing
  /** Id of the operation that superseded it. */
  readonly supersededBy: string | undefined
}

/** An operation that another one continues, and what came after it. */
export type TakenUp = {
  readonly operation: JudgedOperation
  readonly since: readonly JudgedOperation[]
  /** Settings that were changed after its command line, and that are used again. Default: none. */
  readonly kept?: ControlChange
}
