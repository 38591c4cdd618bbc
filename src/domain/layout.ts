import type {NodeId} from './node.js'
import type {SlotRange} from './slot.js'

/** A node as placement sees it: where it stands decides what may stand beside it. */
export type Candidate = {
  readonly id: NodeId
  readonly address: string
  readonly host: string
  readonly zone: string | undefined
}

/** A shard as it will be: which slots, on which primary, copied by which replicas. */
export type PlannedShard = {
  readonly primary: Candidate
  readonly ranges: readonly SlotRange[]
  readonly replicas: readonly Candidate[]
}
