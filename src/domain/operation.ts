import type {PlannedSteps} from './step.js'
import type {MoveReport, MoveSettings} from './move.js'
import type {NodeId, OpenSlot, Role} from './node.js'
import type {Status} from './status.js'
import type {SlotRange} from './slot.js'

/** Of plan files and journals; a reader takes files of its own version only. */
export const FORMAT_VERSION = 1

/** What a plan rests on: the cluster as it was when it was made. */
export type ClusterFacts = {
  readonly seed: NodeId
  readonly nodes: readonly NodeFacts[]
  /** Nodes that the plan is about and that were not part of the cluster. */
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

/** A plan that was made and saved, with all that is needed to carry it out later. */
export type SavedPlan = {
  /** The command that made it. */
  readonly command: string
  readonly createdAt: string
  readonly cluster: ClusterFacts
  readonly options: {readonly joinLimitMs: number; readonly moving: MoveSettings}
  readonly plan: PlannedSteps
}

/** What was written down of one run of a command. */
export type Operation = SavedPlan & {
  /** Name of its journal, without folder and ending. */
  readonly id: string
  readonly startedAt: string
  /** 'unfinished': its tool was killed, or is still at work. */
  readonly status: Status | 'unfinished'
  readonly milliseconds: number | undefined
  readonly host: string
  readonly pid: number
  /** Which process that was, for its machine, which gives the same pid again; undefined where it could not tell. */
  readonly process?: string | undefined
  /** When that process was started, as its connections tell; undefined in journals of older versions. */
  readonly processStartedAt?: number | undefined
  /** The operation that this one took up or took back. */
  readonly of: string | undefined
  /** The user wants no more of it. */
  readonly dismissed: boolean
  readonly results: readonly RecordedStep[]
}

/** What became of a step; one that is not in the list was not begun. */
export type RecordedStep = {
  readonly index: number
  readonly status: 'begun' | 'done' | 'failed' | 'not-run'
  /** What has moved, also when the step was broken off. */
  readonly move: Pick<MoveReport, 'moved'> | undefined
}

/** Slots that got a new owner, as far as its steps told. */
export function movedBy({results}: Operation): SlotRange[] {
  return results.flatMap(({move}) => move?.moved ?? [])
}

/** Whether an operation is over: 'superseded' by a later one, 'dismissed' by the user, or as it ended. */
export type Standing = Status | 'running' | 'killed' | 'superseded' | 'dismissed'

/** An operation and how it stands, by all that was written down since. */
export type JudgedOperation = Operation & {
  readonly standing: Standing
  /** Id of the operation that superseded it. */
  readonly supersededBy: string | undefined
}

/** An operation that another one goes on with, and what came after it. */
export type TakenUp = {
  readonly operation: JudgedOperation
  readonly since: readonly JudgedOperation[]
}
