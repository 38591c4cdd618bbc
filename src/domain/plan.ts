import type {Finding} from './finding.js'
import type {MoveMethod, MoveReport} from './move.js'
import type {NodeId} from './node.js'
import type {SlotRange} from './slot.js'

/** What each kind of step does to live nodes, and to which. */
type StepFacts = {
  /** Give slots that nobody owns to a node. */
  'assign-slots': {readonly node: NodeId; readonly ranges: readonly SlotRange[]}
  /** Give a node that knows nobody yet its config epoch. */
  'set-epoch': {readonly node: NodeId; readonly epoch: number}
  /** Make every node know every other. */
  meet: {readonly nodes: readonly NodeId[]}
  /** Make a node without slots a replica. */
  replicate: {readonly node: NodeId; readonly primary: NodeId}
  /** Make every node tell every other what it owns and follows, and wait until all agree and report ok. */
  agree: {
    readonly nodes: readonly NodeId[]
    /** Whatever state they report: a cluster that was down before need not be up after. */
    readonly inAnyState?: true
  }
  /** Give slots and their keys from one primary to another. */
  'migrate-slots': {
    readonly source: NodeId
    readonly target: NodeId
    readonly ranges: readonly SlotRange[]
    readonly method: MoveMethod
    /** Steps of the plan, by index from 0, that must be done before; neighbours of this kind wait for nothing else. */
    readonly after: readonly number[]
  }
  /** Give a node that joins the function libraries of a node of the cluster. */
  'copy-functions': {readonly from: NodeId; readonly node: NodeId}
  /** Make nodes drop a node from their tables, all of them at once, and watch that it stays dropped. */
  forget: {readonly node: NodeId; readonly by: readonly NodeId[]}
  /** Make a node forget the cluster that it was removed from. */
  reset: {readonly node: NodeId}
}

export type StepKind = keyof StepFacts

export type StepOf<K extends StepKind> = {readonly kind: K} & StepFacts[K]

/** One thing to do to live nodes. Ids and ranges only, so that it can be printed, saved and compared. */
export type Step = {[K in StepKind]: StepOf<K>}[StepKind]

/** Something the user should know before saying yes that is about the plan and not about the cluster as it is. */
export type Caution = {
  readonly code: string
  readonly message: string
  /** What to do about it, a command where there is one. */
  readonly advice: string
  readonly nodes: readonly NodeId[]
}

/** What will be done, in order, and what the user should know before saying yes. */
export type Plan = {
  readonly steps: readonly Step[]
  readonly warnings: readonly Finding[]
  readonly cautions?: readonly Caution[]
}

/** What became of a step. */
export type StepResult = {
  readonly step: Step
  readonly status: 'done' | 'failed' | 'not-run'
  /** Why it failed, in words. */
  readonly error: string | undefined
  readonly milliseconds: number
  /** Of migrate-slots, whatever its status. */
  readonly move?: MoveReport
  /** What happened on the way that the user should know, in words. */
  readonly notes?: readonly string[]
}
