import {type Address, formatAddress} from './address.js'
import type {SlotRange} from './slot.js'

/** 40 hexadecimal digits that the node has chosen itself. */
export type NodeId = string & {readonly brand: 'NodeId'}

export type Role = 'primary' | 'replica'

/** A slot that a node has marked as migrating away from it or as importing. */
export type OpenSlot = {
  readonly slot: number
  readonly direction: 'migrating' | 'importing'
  /** The node at the other end of the move. */
  readonly peer: NodeId
}

/** The flags of CLUSTER NODES, except those about role and identity. */
export type NodeFlag = 'fail' | 'fail?' | 'handshake' | 'noaddr' | 'nofailover'

/** One line of CLUSTER NODES: what one node says about one node. */
export type NodeLine = {
  readonly id: NodeId
  readonly myself: boolean
  /** Empty if the node that says it knows no address (a node alone, or the flag noaddr). */
  readonly host: string
  readonly port: number
  /** Undefined before Redis 4, which does not print it; it is port + 10000 then. */
  readonly busPort: number | undefined
  /** The announced host name (Redis 7.0 and later). */
  readonly hostname: string | undefined
  readonly shardId: string | undefined
  readonly role: Role
  readonly primaryId: NodeId | undefined
  readonly flags: readonly NodeFlag[]
  readonly configEpoch: number
  readonly connected: boolean
  readonly slots: readonly SlotRange[]
  /** Only in a node's line about itself. */
  readonly openSlots: readonly OpenSlot[]
}

/** What names a node in texts and documents. */
export type NodePlace = {readonly id: NodeId; readonly host: string; readonly address: string}

/** Replication according to INFO. */
export type Replication = {
  readonly role: Role
  /** Of a replica: whether its link to the primary is up. */
  readonly linkUp: boolean
  readonly syncing: boolean
  /** Of a replica: seconds since it last heard from its primary; -1 or undefined if never. */
  readonly lastIoSeconds: number | undefined
  /** Of a replica: for how many seconds the link has been down. */
  readonly downSeconds: number | undefined
  /** Replication offset in bytes: sent by a primary, processed by a replica. */
  readonly offset: number | undefined
  /** Of a primary: number of connected replicas. */
  readonly connectedReplicas: number
  /**
   * Of a primary: the replicas, as `host:port`, whose first copy it is preparing or sending; missing if there are
   * none.
   */
  readonly awaiting?: readonly string[]
}

/** The fields of INFO that clustertool uses. */
export type NodeInfo = {
  readonly software: 'redis' | 'valkey'
  readonly version: string
  readonly clusterEnabled: boolean
  /** It is a Sentinel, and holds no data. */
  readonly sentinel?: boolean
  readonly loading: boolean
  readonly usedMemory: number
  /** Bytes; 0 means no limit. */
  readonly maxMemory: number
  readonly keys: readonly {readonly db: number; readonly keys: number}[]
  readonly availabilityZone: string | undefined
  readonly replication: Replication
}

/** The settings according to CONFIG GET; undefined if this server does not have the setting. */
export type NodeConfig = {
  readonly nodeTimeoutMs: number | undefined
  readonly requireFullCoverage: boolean | undefined
  readonly migrationBarrier: number | undefined
  readonly allowReplicaMigration: boolean | undefined
}

/** The fields of CLUSTER INFO that clustertool uses. */
export type NodeClusterInfo = {
  readonly state: 'ok' | 'fail'
  readonly currentEpoch: number
  readonly knownNodes: number
}

/** A command that the node answered with an error, such as NOPERM for CONFIG. This is a fact, not a failure. */
export type Refusal = {readonly command: string; readonly reason: string}

/** The number of keys that a node holds in one slot, in all databases. */
export type SlotKeys = {readonly slot: number; readonly keys: number}

/**
 * One node as it was found. If it is reachable, every field is what it says about itself. If not, role, epoch, flags
 * and slots are what the first reachable node that knows it says.
 */
export type Node = {
  readonly id: NodeId
  /** `host:port` in the cluster; of the seed, as the user typed it. IPv6 hosts are in brackets. */
  readonly address: string
  /** The host part of the address, which placement compares. */
  readonly host: string
  readonly port: number
  readonly busPort: number
  readonly hostname: string | undefined
  readonly role: Role
  readonly primaryId: NodeId | undefined
  /** What the reachable nodes, including itself, say about it: `fail` if any of them does. */
  readonly flags: readonly NodeFlag[]
  readonly configEpoch: number
  readonly slots: readonly SlotRange[]
  readonly openSlots: readonly OpenSlot[]
  readonly reachable: boolean
  /** Why it could not be read; undefined if it is reachable. */
  readonly unreachableBecause: string | undefined
  /** Its CLUSTER NODES, including the line about itself; empty if it is unreachable. */
  readonly view: readonly NodeLine[]
  readonly info: NodeInfo | undefined
  readonly config: NodeConfig | undefined
  readonly clusterInfo: NodeClusterInfo | undefined
  readonly refusals: readonly Refusal[]
  /** Keys in slots that it does not own; undefined unless the snapshot was asked to count them. */
  readonly strayKeys: readonly SlotKeys[] | undefined
  /** Keys that it holds and does not show; missing unless the snapshot was asked to count stray keys. */
  readonly hiddenKeys?: number
}

/**
 * Whether a primary prepares or sends the first copy for a replica: it may have to finish another snapshot first.
 * `addresses`: all by which the replica is known, because INFO shows the one that it connects from.
 */
export function isAwaitedBy(primary: Replication | undefined, addresses: readonly Address[]): boolean {
  const awaiting = primary?.awaiting ?? []
  return addresses.some((address) => awaiting.includes(formatAddress(address)))
}

/** The line of CLUSTER NODES that a node prints about itself. */
export function ownLine(lines: readonly NodeLine[]): NodeLine | undefined {
  return lines.find(({myself}) => myself)
}
