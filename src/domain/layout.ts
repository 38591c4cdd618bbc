import type {NodeId} from './node.js'
import type {SlotRange} from './slot.js'

/** A node as placement sees it: its place decides which nodes may share a shard with it. */
export type Candidate = {
  readonly id: NodeId
  readonly address: string
  readonly host: string
  readonly zone: string | undefined
}

/** A shard to be created. */
export type PlannedShard = {
  readonly primary: Candidate
  readonly ranges: readonly SlotRange[]
  readonly replicas: readonly Candidate[]
}

/** The zone of a node, or of all nodes of a host if there is no port. */
export type ZoneRule = {readonly host: string; readonly port: number | undefined; readonly zone: string}
