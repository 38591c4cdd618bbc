import type {Finding} from './finding.js'
import type {NodeId, Role} from './node.js'
import type {SlotRange} from './slot.js'
import type {ClusterSnapshot} from './snapshot.js'

/** The file that makes a folder a backup; redis-cli and valkey-cli write it too. */
export const NODES_FILE = 'nodes.json'
/** Holds facts about the whole backup, and whether it is complete. */
export const BACKUP_FILE = 'backup.json'
export const BACKUP_FORMAT = 'clustertool-backup'
export const BACKUP_VERSION = 1

/** The start of an RDB: which software's format it has, and the version of that format. */
export type RdbFormat = {readonly family: 'redis' | 'valkey'; readonly version: number}

/** What is known about an RDB after all its bytes have been received. */
export type RdbFacts = {
  readonly format: RdbFormat
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
  /** Whether its own CRC was verified; `none` if the server has `rdbchecksum no`. */
  readonly checksum: 'verified' | 'none'
}

/** An RDB in nodes.json. */
export type RdbRecord = {
  /** File name in the folder of the backup. */
  readonly file: string
  readonly bytes: number
  readonly sha256: string
  readonly rdb_version: number
  readonly software: 'redis' | 'valkey'
  readonly server_version: string
  /** ISO 8601. */
  readonly started_at: string
  readonly finished_at: string
  /** The node that wrote it: the primary or one of its replicas. */
  readonly source: string
  readonly source_id: NodeId
  readonly role: Role
}

/** A slot range in nodes.json: `[5]` is a single slot. */
export type SlotPair = readonly [number] | readonly [number, number]

/** An element of nodes.json: the keys that redis-cli writes, and from `rdb` on those that only clustertool writes. */
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
  /** Only of a primary whose RDB is in the folder. */
  readonly rdb?: RdbRecord
  /** The lines of ACL LIST, with hashed passwords; left out if the user may not read them. */
  readonly acl_users?: readonly string[]
  /** FUNCTION DUMP in base64; only of primaries that have functions (Redis 7.0 and later). */
  readonly functions?: string
  /** Only in an incomplete backup, and then in every element. */
  readonly complete?: false
}

/** An element of nodes.json as it is read. Fields that other tools leave out or write in another way are not needed. */
export type StoredNode = Omit<
  BackupNode,
  'slots_count' | 'flags' | 'current_epoch' | 'migrating' | 'importing'
>

/** The document of backup.json. */
export type BackupDescription = {
  readonly format: typeof BACKUP_FORMAT
  readonly version: typeof BACKUP_VERSION
  /** Version of the clustertool that wrote it. */
  readonly clustertool: string
  readonly created_at: string
  readonly finished_at: string
  /** `host:port` of the node that the user named. */
  readonly seed: string
  /** Whether the keys of all slots are in the files. */
  readonly complete: boolean
  readonly missing_slots: readonly SlotPair[]
  /** Slots that were being moved: their keys may be in both files or in neither. */
  readonly uncertain_slots: readonly SlotPair[]
  /** Primaries without a file, and the reasons. */
  readonly missing_nodes: readonly {
    readonly name: NodeId
    readonly address: string
    readonly reason: string
  }[]
}

/** An RDB to fetch: of which primary, from which node, and its file name. */
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

/** A primary whose slots cannot be saved. */
export type LostPrimary = {
  readonly id: NodeId
  readonly address: string
  readonly ranges: readonly SlotRange[]
  readonly reason: string
}

/** What a backup will fetch, and what it cannot fetch. */
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

/** A server program on this machine that reads the files of a backup. */
export type RdbReader = {
  readonly program: string
  readonly software: 'redis' | 'valkey'
  readonly version: string
}

/** What a restore of a backup needs on the machine on which it runs. */
export type RestoreServer = {
  /** Servers that read the files, such as `Redis 7.2 or later, or Valkey 7.2 or later`. */
  readonly needs: string
  /** A program on this machine that reads them; undefined if there is none. */
  readonly here: RdbReader | undefined
  /** Whether the cluster that was saved, or one like it, understands what that program sends. */
  readonly fits: boolean
}

export type BackupOutcome = {
  readonly status: 'done' | 'incomplete'
  readonly dir: string
  /**
   * Whether the fetched files stay in the folder; an incomplete backup does not replace an old one unless asked to.
   */
  readonly kept: boolean
  readonly results: readonly RdbResult[]
  readonly missingSlots: readonly SlotRange[]
  /** Slots that were moved, or were being moved, during the backup. */
  readonly uncertainSlots: readonly SlotRange[]
  readonly lost: readonly LostPrimary[]
  readonly notes: readonly string[]
  /** Undefined if no file was saved. */
  readonly restoreServer: RestoreServer | undefined
  readonly snapshot: ClusterSnapshot
  readonly findings: readonly Finding[]
}

/** A folder that holds a backup, as its documents describe it. */
export type Backup = {
  readonly dir: string
  readonly nodes: readonly StoredNode[]
  /** Undefined if another tool wrote the folder. */
  readonly description: BackupDescription | undefined
  /** The file of each primary that has one, by the primary's id; for folders of other tools, by the usual names. */
  readonly files: ReadonlyMap<NodeId, string>
  readonly missingSlots: readonly SlotRange[]
}

/** A problem that limits the use of a backup; with one file or with the whole. */
export type BackupProblem = {
  readonly code: 'incomplete' | 'file-missing' | 'size-differs' | 'sum-differs' | 'damaged'
  readonly file: string | undefined
  readonly message: string
}

/** Ranges in the format of nodes.json. */
export function toPairs(ranges: readonly SlotRange[]): SlotPair[] {
  return ranges.map(({start, end}) => (start === end ? [start] : [start, end]))
}

/** Ranges from nodes.json. */
export function fromPairs(pairs: readonly SlotPair[]): SlotRange[] {
  return pairs.map(([start, end]) => ({start, end: end ?? start}))
}
