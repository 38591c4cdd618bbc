import type {Finding} from './finding.js'
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
  agree: {readonly nodes: readonly NodeId[]}
}

export type StepKind = keyof StepFacts

export type StepOf<K extends StepKind> = {readonly kind: K} & StepFacts[K]

/** One thing to do to live nodes. Ids and ranges only, so that it can be printed, saved and compared. */
export type Step = {[K in StepKind]: StepOf<K>}[StepKind]

/** What will be done, in order, and what the user should know before saying yes. */
export type Plan = {readonly steps: readonly Step[]; readonly warnings: readonly Finding[]}

/** What became of a step. */
export type StepResult = {
  readonly step: Step
  readonly status: 'done' | 'failed' | 'not-run'
  /** Why it failed, in words. */
  readonly error: string | undefined
  readonly milliseconds: number
}
