import type {SlotRange} from './slot.js'

/** 40 hexadecimal digits that a node chose for itself. */
export type NodeId = string & {readonly brand: 'NodeId'}

export type Role = 'primary' | 'replica'

/** A slot that is marked as on its way out of (migrating) or into (importing) the node that says so. */
export type OpenSlot = {
  readonly slot: number
  readonly direction: 'migrating' | 'importing'
  /** The node at the other end of the move. */
  readonly peer: NodeId
}

/** The flags of CLUSTER NODES that say something besides role and identity. */
export type NodeFlag = 'fail' | 'fail?' | 'handshake' | 'noaddr' | 'nofailover'

/** One line of CLUSTER NODES: what one node says about one node. */
export type NodeLine = {
  readonly id: NodeId
  readonly myself: boolean
  /** Empty when the speaker knows no address (a lone node, or the flag noaddr). */
  readonly host: string
  readonly port: number
  /** Undefined before Redis 4, which prints none: port + 10000. */
  readonly busPort: number | undefined
  /** Announced host name, Redis 7.0 and later. */
  readonly hostname: string | undefined
  readonly shardId: string | undefined
  readonly role: Role
  readonly primaryId: NodeId | undefined
  readonly flags: readonly NodeFlag[]
  readonly configEpoch: number
  readonly connected: boolean
  readonly slots: readonly SlotRange[]
  /** Only a node's line about itself has any. */
  readonly openSlots: readonly OpenSlot[]
}

/** Replication as INFO tells it. */
export type Replication = {
  readonly role: Role
  /** Of a replica: whether its link to the primary is up. */
  readonly linkUp: boolean
  readonly syncing: boolean
  /** Of a replica: seconds since the primary was last heard, -1 or undefined when never. */
  readonly lastIoSeconds: number | undefined
  /** Of a replica: seconds the link has been down. */
  readonly downSeconds: number | undefined
  /** Replication offset in bytes: sent by a primary, processed by a replica. */
  readonly offset: number | undefined
  /** Of a primary: replicas connected right now. */
  readonly connectedReplicas: number
  /** Of a primary: replicas, `host:port`, whose first copy it is getting ready or sending; absent when there are none. */
  readonly awaiting?: readonly string[]
}

/** What INFO tells, as far as clustertool uses it. */
export type NodeInfo = {
  readonly software: 'redis' | 'valkey'
  readonly version: string
  readonly clusterEnabled: boolean
  /** It is a Sentinel: no server with data. */
  readonly sentinel?: boolean
  readonly loading: boolean
  readonly usedMemory: number
  /** Bytes; 0 means no limit. */
  readonly maxMemory: number
  readonly keys: readonly {readonly db: number; readonly keys: number}[]
  readonly availabilityZone: string | undefined
  readonly replication: Replication
}

/** The settings that CONFIG GET tells; undefined where this server has no such setting. */
export type NodeConfig = {
  readonly nodeTimeoutMs: number | undefined
  readonly requireFullCoverage: boolean | undefined
  readonly migrationBarrier: number | undefined
  readonly allowReplicaMigration: boolean | undefined
}

/** What CLUSTER INFO tells. */
export type NodeClusterInfo = {
  readonly state: 'ok' | 'fail'
  readonly currentEpoch: number
  readonly knownNodes: number
}

/** A command that the node answered with an error, such as NOPERM for CONFIG: a fact, not a failure. */
export type Refusal = {readonly command: string; readonly reason: string}

/** Keys that a node holds in one slot, all databases together. */
export type SlotKeys = {readonly slot: number; readonly keys: number}

/**
 * One node as it was found. Of a reachable node every field is its own word; of an unreachable one role,
 * epoch, flags and slots are what the first reachable node that knows it says.
 */
export type Node = {
  readonly id: NodeId
  /** `host:port` as the cluster knows it; the seed as the user typed it. IPv6 hosts are in brackets. */
  readonly address: string
  /** The host part of the address: what placement compares. */
  readonly host: string
  readonly port: number
  readonly busPort: number
  readonly hostname: string | undefined
  readonly role: Role
  readonly primaryId: NodeId | undefined
  /** What the reachable nodes, itself included, say of it: `fail` when any of them does. */
  readonly flags: readonly NodeFlag[]
  readonly configEpoch: number
  readonly slots: readonly SlotRange[]
  readonly openSlots: readonly OpenSlot[]
  readonly reachable: boolean
  /** Why it could not be read, in words; undefined for a reachable node. */
  readonly unreachableBecause: string | undefined
  /** Its CLUSTER NODES, own line included; empty when unreachable. */
  readonly view: readonly NodeLine[]
  readonly info: NodeInfo | undefined
  readonly config: NodeConfig | undefined
  readonly clusterInfo: NodeClusterInfo | undefined
  readonly refusals: readonly Refusal[]
  /** Keys in slots it does not own; undefined unless the snapshot was asked to count them. */
  readonly strayKeys: readonly SlotKeys[] | undefined
  /** Keys that it holds and shows to nobody; left out unless the snapshot was asked to count stray keys. */
  readonly hiddenKeys?: number
}

/** What a node says of itself, of all that it said in CLUSTER NODES. */
export function ownLine(lines: readonly NodeLine[]): NodeLine | undefined {
  return lines.find(({myself}) => myself)
}
