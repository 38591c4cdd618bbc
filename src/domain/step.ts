import type {FixRule} from './repair.js'
import type {AtomicMethod, MoveMethod, MoveReport} from './move.js'
import type {NodeId} from './node.js'
import type {SlotRange} from './slot.js'

/** What each kind of step does to live nodes, and to which. */
type StepFacts = {
  /** Give slots that nobody owns to a node. */
  'assign-slots': {readonly node: NodeId; readonly ranges: readonly SlotRange[]}
  /** Give a node that knows nobody yet its config epoch. */
  'set-epoch': {readonly node: NodeId; readonly epoch: number}
  /** Make every node know every other. */
  meet: {
    readonly nodes: readonly NodeId[]
    /** Those that join a cluster whose members may ban them, having forgotten them less than 60 s ago. */
    readonly newcomers?: readonly NodeId[]
  }
  /** Make a node without slots a replica. */
  replicate: {readonly node: NodeId; readonly primary: NodeId}
  /** Make every node tell every other what it owns and follows, and wait until all agree and report ok. */
  agree: {
    readonly nodes: readonly NodeId[]
    /** Whatever state they report: a cluster that was down before need not be up after. */
    readonly inAnyState?: true
    /** Tell each other, and wait for the state only: nodes with open slots may disagree until these are closed. */
    readonly inAnyView?: true
    /** Nodes that were removed, and that nobody may know in the end. */
    readonly without?: readonly NodeId[]
    /** Whatever the links of replicas to their primaries are like: slots were moved, and no replica. */
    readonly inAnySync?: true
  }
  /** Give slots and their keys from one primary to another. */
  'migrate-slots': {
    readonly source: NodeId
    readonly target: NodeId
    readonly ranges: readonly SlotRange[]
    readonly method: MoveMethod
    /** Steps of the plan, by index from 0, that must be done before; neighbours of this kind wait for nothing else. */
    readonly after: readonly number[]
    /**
     * The journal vouches for marks that both ends have: the source has owned the slots since the first key left. Without
     * it the copies of keys that both ends have are compared, since a repair, or a failover of Valkey, may have made them.
     */
    readonly vouched?: true
  }
  /** Give a node that joins the function libraries of a node of the cluster. */
  'copy-functions': {readonly from: NodeId; readonly node: NodeId}
  /** Make nodes drop a node from their tables, all of them at once, and watch that it stays dropped. */
  forget: {readonly node: NodeId; readonly by: readonly NodeId[]}
  /** Make a node forget the cluster that it was removed from. */
  reset: {readonly node: NodeId}
  /**
   * Clear marks of open slots: on nodes that do not own them first, on the owner last. `expecting`: those of them that
   * clients may have been sent to, and that have no keys; where there are some by then the slot stays open.
   */
  'close-slots': {
    readonly ranges: readonly SlotRange[]
    readonly owner: NodeId | undefined
    readonly marked: readonly NodeId[]
    readonly expecting: readonly NodeId[]
  }
  /** Make a primary the owner of slots that no other one owns, with a config epoch above all others, and tell all. */
  'claim-slots': {readonly node: NodeId; readonly ranges: readonly SlotRange[]}
  /** Bring keys that are where they do not belong to the owner of their slots. */
  'adopt-keys': {
    readonly source: NodeId
    readonly target: NodeId
    readonly ranges: readonly SlotRange[]
    /** The source takes itself for the owner too, and gives the slots up when it has no keys of them any more. */
    readonly giveUp: boolean
    /** Keys that differ from the owner's are saved to a file and deleted; otherwise they stay. */
    readonly discard: boolean
  }
  /** Make a node show keys of slots that it does not own, by marking those slots as importing. */
  'reveal-keys': {readonly node: NodeId}
  /** Make a replica take the place of its primary. */
  failover: {
    readonly node: NodeId
    readonly primary: NodeId
    /** Also when the other primaries do not vote for it: it was agreed to that most of them are gone. */
    readonly withoutVotes?: true
  }
  /** Give a primary a config epoch above all others. */
  'bump-epoch': {readonly node: NodeId}
  /** Wait for atomic moves that a node has under way, and cancel those that do not get on. */
  'end-atomic': {readonly node: NodeId; readonly method: AtomicMethod}
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

/** The steps of a plan, in order. */
export type PlannedSteps = {
  readonly steps: readonly Step[]
  /** Of a repair: why each step is taken, by index. */
  readonly reasons?: readonly (FixRule | undefined)[]
}
