import type {Finding} from './finding.js'
import type {NodeId, Role} from './node.js'
import type {SlotRange} from './slot.js'
import type {ClusterSnapshot} from './snapshot.js'

/** The file that makes a folder a backup; the tools before this one write it too. */
export const NODES_FILE = 'nodes.json'
/** Facts of the whole backup, and whether it is complete. */
export const BACKUP_FILE = 'backup.json'
export const BACKUP_FORMAT = 'clustertool-backup'
export const BACKUP_VERSION = 1

/** The first words of an RDB: whose format it is, and which version of it. */
export type RdbFormat = {readonly family: 'redis' | 'valkey'; readonly version: number}

/** What is known of an RDB after every byte of it went by. */
export type RdbFacts = {
  readonly format: RdbFormat
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
  /** Whether its own CRC was compared; `none` of a server with `rdbchecksum no`. */
  readonly checksum: 'verified' | 'none'
}

/** What nodes.json says of an RDB. */
export type RdbRecord = {
  /** Name in the folder of the backup. */
  readonly file: string
  readonly bytes: number
  readonly sha256: string
  readonly rdb_version: number
  readonly software: 'redis' | 'valkey'
  readonly server_version: string
  /** ISO 8601. */
  readonly started_at: string
  readonly finished_at: string
  /** The node that wrote it: the primary, or a replica of it. */
  readonly source: string
  readonly source_id: NodeId
  readonly role: Role
}

/** A slot range as nodes.json has it: `[5]` is a single slot. */
export type SlotPair = readonly [number] | readonly [number, number]

/** An element of nodes.json: what the tools before this one write, and from `rdb` on what they do not. */
export type BackupNode = {
  readonly name: NodeId
  readonly host: string
  readonly port: number
  readonly replicate: NodeId | null
  readonly slots: readonly SlotPair[]
  readonly slots_count: number
  readonly flags: string
  readonly current_epoch: number
  readonly cluster_errors?: number
  /** Open slots and the id of the node at the other end. */
  readonly migrating?: Readonly<Record<string, NodeId>>
  readonly importing?: Readonly<Record<string, NodeId>>
  /** Of a primary whose RDB is in the folder. */
  readonly rdb?: RdbRecord
  /** The lines of ACL LIST, passwords as hashes; left out where that may not be read. */
  readonly acl_users?: readonly string[]
  /** FUNCTION DUMP in base64; of primaries of Redis 7.0 and later that have functions. */
  readonly functions?: string
  /** Only in an incomplete backup, and then in each element. */
  readonly complete?: false
}

/** The document of backup.json. */
export type BackupDescription = {
  readonly format: typeof BACKUP_FORMAT
  readonly version: number
  /** Version of the clustertool that wrote it. */
  readonly clustertool: string
  readonly created_at: string
  readonly finished_at: string
  /** `host:port` of the node that was named. */
  readonly seed: string
  /** Whether the keys of all slots are in the files. */
  readonly complete: boolean
  readonly missing_slots: readonly SlotPair[]
  /** Slots that were on their way between nodes: their keys may be in both files or in neither. */
  readonly uncertain_slots: readonly SlotPair[]
  /** Primaries without a file, and why. */
  readonly missing_nodes: readonly {
    readonly name: NodeId
    readonly address: string
    readonly reason: string
  }[]
}

/** An RDB to be fetched: of which primary, from whom, and what its file is called. */
export type RdbSource = {
  readonly primary: NodeId
  readonly primaryAddress: string
  readonly from: NodeId
  /** `host:port` of `from`. */
  readonly address: string
  readonly role: Role
  readonly ranges: readonly SlotRange[]
  readonly file: string
}

/** A primary whose slots no file can hold the keys of. */
export type LostPrimary = {
  readonly id: NodeId
  readonly address: string
  readonly ranges: readonly SlotRange[]
  readonly reason: string
}

/** What a backup is going to fetch, and what it cannot. */
export type BackupPlan = {
  readonly sources: readonly RdbSource[]
  /** Primaries with slots that cannot be read. */
  readonly lost: readonly LostPrimary[]
  readonly missing: readonly SlotRange[]
  /** Slots that are being moved. */
  readonly open: readonly SlotRange[]
  readonly notes: readonly string[]
}

/** What became of a source. */
export type RdbResult = {readonly source: RdbSource; readonly milliseconds: number} & (
  | {readonly status: 'saved'; readonly record: RdbRecord; readonly checksum: RdbFacts['checksum']}
  | {readonly status: 'failed'; readonly error: string}
)

export type BackupOutcome = {
  readonly status: 'done' | 'incomplete'
  readonly dir: string
  /** Whether what was fetched is in the folder; an incomplete backup does not replace one that is there unasked. */
  readonly kept: boolean
  readonly results: readonly RdbResult[]
  readonly missingSlots: readonly SlotRange[]
  /** Slots that were moved, or were being moved, meanwhile. */
  readonly uncertainSlots: readonly SlotRange[]
  readonly lost: readonly LostPrimary[]
  readonly notes: readonly string[]
  readonly snapshot: ClusterSnapshot
  readonly findings: readonly Finding[]
}

/** A folder that holds a backup, as far as its documents tell. */
export type Backup = {
  readonly dir: string
  readonly nodes: readonly BackupNode[]
  /** Undefined in a folder that another tool wrote. */
  readonly description: BackupDescription | undefined
  /** The file of each primary that has one, by the primary's id; of other tools by the usual names. */
  readonly files: ReadonlyMap<NodeId, string>
  readonly missingSlots: readonly SlotRange[]
}

/** Something that makes a backup of less use; of a file or of the whole. */
export type BackupProblem = {
  readonly code: 'incomplete' | 'file-missing' | 'size-differs' | 'sum-differs' | 'damaged'
  readonly file: string | undefined
  readonly message: string
}

/** Ranges as nodes.json has them. */
export function toPairs(ranges: readonly SlotRange[]): SlotPair[] {
  return ranges.map(({start, end}) => (start === end ? [start] : [start, end]))
}

/** Ranges from nodes.json. */
export function fromPairs(pairs: readonly SlotPair[]): SlotRange[] {
  return pairs.map(([start, end]) => ({start, end: end ?? start}))
}
