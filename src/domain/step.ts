import type {FixRule} from './repair.js'
import type {AtomicMethod, MoveMethod, MoveReport} from './move.js'
import type {NodeId} from './node.js'
import type {SlotRange} from './slot.js'
import type {Restarted, Resync} from './restart.js'
import type {SwitchOver} from './switch-over.js'

/** What each kind of step does, and to which nodes. */
type StepFacts = {
  /** Assign slots without an owner to a node. */
  'assign-slots': {readonly node: NodeId; readonly ranges: readonly SlotRange[]}
  /** Set the config epoch of a node that knows no other node yet. */
  'set-epoch': {readonly node: NodeId; readonly epoch: number}
  /** Make all nodes know each other. */
  meet: {
    readonly nodes: readonly NodeId[]
    /** Nodes that join a cluster whose members may ban them, because they forgot them less than 60 s ago. */
    readonly newcomers?: readonly NodeId[]
  }
  /** Make a node without slots a replica. */
  replicate: {readonly node: NodeId; readonly primary: NodeId}
  /** Make all nodes tell each other what they own and follow, and wait until all agree and report ok. */
  agree: {
    readonly nodes: readonly NodeId[]
    /** Do not wait for state ok: a cluster that was down before may still be down. */
    readonly inAnyState?: true
    /** Wait for the state only: nodes with open slots may disagree until these are closed. */
    readonly inAnyView?: true
    /** Removed nodes, which no node may know at the end. */
    readonly without?: readonly NodeId[]
    /** Do not wait for the links of replicas: slots were moved, but no replicas. */
    readonly inAnySync?: true
  }
  /** Move slots and their keys from one primary to another. */
  'migrate-slots': {
    readonly source: NodeId
    readonly target: NodeId
    readonly ranges: readonly SlotRange[]
    readonly method: MoveMethod
    /**
     * Steps of the plan, by index from 0, that must be done before. Neighbours of this kind wait for no other steps.
     */
    readonly after: readonly number[]
    /**
     * The journal proves that the marks on both ends are those of the interrupted move, and that the source has owned
     * the slots since the first key left. Otherwise the copies of keys that both ends have are compared, because a
     * repair or a failover of Valkey may have set the marks.
     */
    readonly vouched?: true
  }
  /** Copy the function libraries of a node of the cluster to a node that joins. */
  'copy-functions': {readonly from: NodeId; readonly node: NodeId}
  /** Make nodes forget a node, all of them at the same time, and make sure that it stays forgotten. */
  forget: {readonly node: NodeId; readonly by: readonly NodeId[]}
  /** Make a removed node forget the cluster. */
  reset: {readonly node: NodeId}
  /**
   * Clear the marks of open slots: first on nodes that do not own them, on the owner last. `expecting`: nodes to
   * which clients may have been redirected, and that have no keys. If they have some by then, the slot stays open.
   */
  'close-slots': {
    readonly ranges: readonly SlotRange[]
    readonly owner: NodeId | undefined
    readonly marked: readonly NodeId[]
    readonly expecting: readonly NodeId[]
  }
  /**
   * Make a primary the owner of slots that no other node owns, with a config epoch above all others, and tell all
   * nodes.
   */
  'claim-slots': {readonly node: NodeId; readonly ranges: readonly SlotRange[]}
  /** Move stray keys to the owner of their slots. */
  'adopt-keys': {
    readonly source: NodeId
    readonly target: NodeId
    readonly ranges: readonly SlotRange[]
    /** The source also claims the slots, and gives them up when it has no keys of them any more. */
    readonly giveUp: boolean
    /** Save keys that differ from the owner's to a file and delete them; otherwise they stay. */
    readonly discard: boolean
  }
  /** Make a node show hidden keys, by marking their slots as importing. */
  'reveal-keys': {readonly node: NodeId}
  /** Make a replica take over from its primary. */
  failover: {
    readonly node: NodeId
    readonly primary: NodeId
    /** Also without the votes of the other primaries: the user agreed that most of them are gone. */
    readonly withoutVotes?: true
    /** After one election, because the user knows that the voters are gone, whatever flags they have. */
    readonly atOnce?: true
  }
  /** Make a replica and its primary change roles, without the loss of a write. */
  'switch-over': {readonly node: NodeId; readonly primary: NodeId}
  /** Wait until replicas have copied all data of their primaries. */
  'await-sync': {readonly nodes: readonly NodeId[]}
  /** Restart a server with a command of the user, and make sure that it is a good copy of its shard again. */
  restart: {
    readonly node: NodeId
    /** `host:port`, because it may be down when this begins. */
    readonly address: string
    /** All nodes that have to be well before and afterwards. */
    readonly nodes: readonly NodeId[]
    /** With the places that `commandFor` fills. */
    readonly command: string
    /** As `check` counts them, from 1. */
    readonly shard: number
    /** Of its process before: a node that has another one has been restarted already. */
    readonly runId: string
    /** The version that it is to have afterwards, or begin with; whatever it has if undefined. */
    readonly versionTo?: string
    /** Milliseconds until it has to answer again. */
    readonly limitMs: number
    /** Milliseconds to wait afterwards. */
    readonly pauseMs: number
    /** How it should get the data of its primary, as far as its settings tell. */
    readonly expects?: Resync
  }
  /** Give a primary a config epoch above all others. */
  'bump-epoch': {readonly node: NodeId}
  /** Wait for the atomic moves in progress on a node, and cancel those that make no progress. */
  'end-atomic': {readonly node: NodeId; readonly method: AtomicMethod}
}

export type StepKind = keyof StepFacts

export type StepOf<K extends StepKind> = {readonly kind: K} & StepFacts[K]

/** One thing to do to nodes. Contains only ids, ranges and options, so it can be printed, saved and compared. */
export type Step = {[K in StepKind]: StepOf<K>}[StepKind]

/** Something the user should know before agreeing that is about the plan and not about the cluster. */
export type Caution = {
  readonly code: string
  readonly message: string
  /** What to do about it; a command if there is one. */
  readonly advice: string
  readonly nodes: readonly NodeId[]
}

/** The result of a step. */
export type StepResult = {
  readonly step: Step
  readonly status: 'done' | 'failed' | 'not-run'
  /** Why it failed. */
  readonly error: string | undefined
  readonly milliseconds: number
  /** Of every migrate-slots, whatever its status. */
  readonly move?: MoveReport
  /** Of a switch-over that took place. */
  readonly switchOver?: SwitchOver
  /** Of a restart that took place. */
  readonly restart?: Restarted
  /** What happened that the user should know. */
  readonly notes?: readonly string[]
}

/** The steps of a plan, in order. */
export type PlannedSteps = {
  readonly steps: readonly Step[]
  /** Of a repair: why each step is done, by index. */
  readonly reasons?: readonly (FixRule | undefined)[]
}
