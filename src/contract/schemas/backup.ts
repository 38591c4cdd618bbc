import * as v from 'valibot'
import {BACKUP_FORMAT, BACKUP_VERSION} from '../../domain/backup.js'
import {count, nodeId, role, slot, time} from './parts.js'

/** A run of slots as backups have it: `[5]` is a single slot. */
const slotPair = v.pipe(
  v.union([v.strictTuple([slot]), v.strictTuple([slot, slot])]),
  v.check(([start, end]) => start <= (end ?? start), 'a range that ends where it starts or behind that'),
)

const slotPairs = v.array(slotPair)

/** The document of backup.json. */
export const backupDescription = v.object({
  format: v.literal(BACKUP_FORMAT),
  version: v.literal(BACKUP_VERSION),
  clustertool: v.pipe(v.string(), v.description('version of the clustertool that wrote it')),
  created_at: time,
  finished_at: time,
  seed: v.pipe(v.string(), v.description('host:port of the node that was named')),
  complete: v.pipe(v.boolean(), v.description('whether the keys of all slots are in the files')),
  missing_slots: slotPairs,
  uncertain_slots: v.pipe(slotPairs, v.description('slots whose keys may be in two files or in none')),
  missing_nodes: v.pipe(
    v.array(v.object({name: nodeId, address: v.string(), reason: v.string()})),
    v.description('primaries without a file'),
  ),
})

const software = v.picklist(['redis', 'valkey'])

const rdbRecord = v.object({
  file: v.pipe(
    v.string(),
    v.description('name in the folder of the backup'),
    // It must not lead out of the folder.
    v.check(
      (name) => name !== '' && !/[/\\\0]/.test(name) && !name.startsWith('..'),
      'a name in this folder',
    ),
  ),
  bytes: count,
  sha256: v.string(),
  rdb_version: count,
  software,
  server_version: v.string(),
  started_at: time,
  finished_at: time,
  source: v.pipe(v.string(), v.description('host:port of the node that wrote it')),
  source_id: nodeId,
  role,
})

const peers = v.pipe(
  v.record(v.string(), v.string()),
  v.description('open slots, and the id of the node at the other end'),
)

/** An element of nodes.json: what redis-cli writes, and from `rdb` on what it does not. */
export const backupNode = v.object({
  name: nodeId,
  host: v.string(),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  replicate: v.nullable(nodeId),
  slots: slotPairs,
  slots_count: v.optional(count),
  flags: v.optional(v.string()),
  current_epoch: v.optional(count),
  cluster_errors: v.exactOptional(count),
  migrating: v.exactOptional(peers),
  importing: v.exactOptional(peers),
  rdb: v.exactOptional(v.pipe(rdbRecord, v.description('of a primary whose RDB is in the folder'))),
  acl_users: v.exactOptional(v.pipe(v.array(v.string()), v.description('the lines of ACL LIST'))),
  functions: v.exactOptional(v.pipe(v.string(), v.description('FUNCTION DUMP in base64'))),
  complete: v.exactOptional(v.pipe(v.literal(false), v.description('only in an incomplete backup'))),
})

/** The document of nodes.json. */
export const backupNodes = v.array(backupNode)

/** What backup.json holds. */
export type BackupDescriptionDocument = v.InferOutput<typeof backupDescription>

/** What an element of nodes.json holds. */
export type BackupNodeDocument = v.InferOutput<typeof backupNode>
