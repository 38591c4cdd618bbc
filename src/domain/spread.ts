import type {Place} from './finding.js'
import type {NodeId} from './node.js'

/** What the loss of one place would mean. */
export type PlaceLoss = {
  readonly place: Place
  /** The number of nodes there. */
  readonly nodes: number
  /** The number of primaries there that own slots and answer. */
  readonly primaries: number
  /** The primaries of shards that have all synced copies there. */
  readonly lost: readonly NodeId[]
  /** Whether too few primaries would be left to elect new ones. */
  readonly losesMajority: boolean
}

/** The primaries that own slots: only they vote. */
export type Votes = {
  readonly total: number
  /** How many of them answer. */
  readonly alive: number
  /** How many must answer to elect a new primary. */
  readonly needed: number
  /** How many of them can be lost at one time; 0 if a majority is lost already. */
  readonly spare: number
}

/** What the loss of each single place would mean. */
export type Audit = {
  /** The kinds of places that were looked at, the most important one first. */
  readonly kinds: readonly Place['kind'][]
  /** By kind, then by name. */
  readonly losses: readonly PlaceLoss[]
  readonly votes: Votes
  /** Nodes without a zone, if zones were looked at. Each host without a zone counts as a zone of its own. */
  readonly withoutZone: readonly NodeId[]
  /** Primaries that own slots of which no synced copy is left. */
  readonly withoutCopy: readonly NodeId[]
}

/** Whether every single place can be lost. A shard of which no copy is left is lost already. */
export function isSafe({losses, withoutCopy}: Audit): boolean {
  return (
    withoutCopy.length === 0 && losses.every(({lost, losesMajority}) => lost.length === 0 && !losesMajority)
  )
}

/** Why an action is part of a plan. */
export type PlacementReason =
  /** The shard would be lost with this place. */
  | {readonly code: 'shard-in-one-place'; readonly place: Place}
  /** Too many primaries are in this place. */
  | {readonly code: 'majority-in-one-place'; readonly place: Place}
  /** The primary of the shard should be able to be somewhere else. */
  | {readonly code: 'room-for-primary'}
  /** It lets this node leave its shard. */
  | {readonly code: 'lets-leave'; readonly node: NodeId}
  /** The shard has fewer replicas than others. */
  | {readonly code: 'fewer-replicas'}
  /** The user asked for it. */
  | {readonly code: 'wanted'}

/** One thing to do to change a placement. */
export type PlacementAction = {readonly reason: PlacementReason} & (
  | {
      /** Make a replica the primary of its shard, and the primary its replica. */
      readonly kind: 'switch-over'
      readonly replica: NodeId
      readonly primary: NodeId
    }
  | {
      /** Make a replica, or a primary without slots, follow the primary of another shard. */
      readonly kind: 'replicate'
      readonly node: NodeId
      /** The primary that it follows before; undefined if it is a primary without slots. */
      readonly from: NodeId | undefined
      readonly primary: NodeId
      /** The estimate of what the full sync sends. */
      readonly bytes: number
    }
)

/** Where a new node has to be: in this place, in any place but this one, or in a place that the cluster has not yet. */
export type LackingPlace =
  | {readonly where: 'in' | 'outside'; readonly place: Place}
  /** Nodes with the same number may be in the same new place. */
  | {readonly where: 'new'; readonly kind: Place['kind']; readonly number: number}

/** A new replica of a shard that would mend what the nodes of the cluster cannot. */
export type LackingNode = LackingPlace & {
  readonly primary: NodeId
  /** What it mends: the shard would be lost with one place, or a place has too many primaries; or both. */
  readonly mends: readonly ('shard' | 'majority')[]
}

/** There are too few places of a kind to keep a majority whatever place is lost. */
export type Shortage = {
  readonly kind: Place['kind']
  readonly places: number
  /** How many it takes; undefined if no number is enough, because one primary or two cannot lose any. */
  readonly needed: number | undefined
}

/** How nodes can be placed better. */
export type SpreadPlan = {
  readonly before: Audit
  /** The actions in waves: those of a wave may run at the same time, and a wave begins when the last one is done. */
  readonly waves: readonly (readonly PlacementAction[])[]
  readonly after: Audit
  /** The estimate of what all full syncs send. */
  readonly bytes: number
  /** What stays unsafe, and the nodes that would mend it. */
  readonly lacks: readonly LackingNode[]
  readonly shortages: readonly Shortage[]
}

/** How replicas can be shared out evenly. */
export type BalancePlan = {
  /** By primary, in the order of shards, how many replicas answer, and how many there will be. */
  readonly counts: readonly {readonly primary: NodeId; readonly before: number; readonly after: number}[]
  readonly waves: readonly (readonly PlacementAction[])[]
  /** The estimate of what all full syncs send. */
  readonly bytes: number
}

/** Why a node cannot become a replica of another primary. */
export type ReplicateProblem =
  /** The node or the primary does not answer, or is loading. */
  | {readonly code: 'no-answer'; readonly node: NodeId}
  /** The node that it should follow is a replica. */
  | {readonly code: 'not-primary'; readonly node: NodeId}
  /** The node owns slots. */
  | {readonly code: 'owns-slots'; readonly node: NodeId}
  /** Other nodes follow the node. */
  | {readonly code: 'has-replicas'; readonly node: NodeId; readonly replicas: readonly NodeId[]}
  /** The node has the last copy of its shard beside the primary, or is the only node that has one. */
  | {readonly code: 'last-copy'; readonly node: NodeId; readonly primary: NodeId}

/** What becomes of the wish that a node follows a primary. */
export type ReplicateWish = {
  readonly problems: readonly ReplicateProblem[]
  /** Undefined if it follows the primary already, or if there are problems. */
  readonly action: PlacementAction | undefined
  /** The smallest place that the node shares with the primary. */
  readonly shares: Place | undefined
}
