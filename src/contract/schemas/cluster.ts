import * as v from 'valibot'
import {runningOperations} from './control.js'
import {finding} from './finding.js'
import {count, finite, integer, nodeId, openSlot, role, slot, slotRanges, time} from './parts.js'
import {SLOT_MEASURES} from '../../domain/slot-figures.js'
import {FIGURES} from './figures.js'
import {nodeRef, NODE_REF} from './refs.js'

const slotKeys = v.object({slot, keys: count})

const replication = v.object({
  role,
  linkUp: v.boolean(),
  syncing: v.boolean(),
  lastIoSeconds: v.optional(v.pipe(integer, v.description('since the primary was last heard'))),
  downSeconds: v.optional(integer),
  offset: v.optional(v.pipe(integer, v.description('bytes: sent by a primary, processed by a replica'))),
  connectedReplicas: count,
  awaiting: v.exactOptional(
    v.pipe(v.array(v.string()), v.description('replicas that are still loading their first copy')),
  ),
})

const nodeConfig = v.object({
  nodeTimeoutMs: v.optional(integer),
  requireFullCoverage: v.optional(v.boolean()),
  migrationBarrier: v.optional(integer),
  allowReplicaMigration: v.optional(v.boolean()),
})

/** A node as it was found. */
const node = v.object({
  ...NODE_REF,
  host: v.string(),
  port: count,
  busPort: count,
  hostname: v.optional(v.string()),
  role,
  primaryId: v.optional(nodeId),
  reachable: v.boolean(),
  unreachableBecause: v.optional(v.string()),
  flags: v.array(v.picklist(['fail', 'fail?', 'handshake', 'noaddr', 'nofailover'])),
  configEpoch: count,
  currentEpoch: v.optional(count),
  clusterState: v.optional(v.picklist(['ok', 'fail'])),
  knownNodes: v.optional(count),
  slots: slotRanges,
  slotCount: count,
  openSlots: v.array(openSlot),
  keys: v.optional(v.pipe(count, v.description('all databases together'))),
  keysByDb: v.optional(v.array(v.object({db: count, keys: count}))),
  usedMemory: v.optional(count),
  maxMemory: v.optional(v.pipe(count, v.description('0: no limit'))),
  software: v.optional(v.string()),
  version: v.optional(v.string()),
  zone: v.optional(v.string()),
  loading: v.optional(v.boolean()),
  replication: v.optional(replication),
  config: v.optional(nodeConfig),
  refusals: v.pipe(
    v.array(v.object({command: v.string(), reason: v.string()})),
    v.description('commands that it answered with an error'),
  ),
  strayKeys: v.optional(
    v.pipe(v.array(slotKeys), v.description('in slots it does not own; only when owners were searched')),
  ),
})

const shard = v.object({
  primary: nodeRef,
  replicas: v.array(nodeRef),
  slots: slotRanges,
  slotCount: count,
  keys: v.optional(count),
})

/** What a check comes down to. */
const verdicts = v.object({
  agree: v.boolean(),
  covered: v.boolean(),
  openSlots: v.array(v.object({node: nodeRef, migrating: slotRanges, importing: slotRanges})),
  sharedSlots: v.optional(
    v.pipe(
      v.array(v.object({slot, owners: v.array(nodeRef)})),
      v.description('only when owners were searched'),
    ),
  ),
})

/** What a snapshot and the findings in it have to say. */
const CLUSTER = {
  takenAt: time,
  seed: v.pipe(nodeRef, v.description('the node that was named')),
  verdicts,
  findings: v.array(finding),
  shards: v.array(shard),
  nodes: v.array(node),
}

/** A cluster within another document. */
export const cluster = v.object(CLUSTER)

/** The outcome of check. */
export const checkOutcome = v.object({
  status: v.picklist(['healthy', 'unhealthy']),
  searchedOwners: v.pipe(v.boolean(), v.description('whether the check looked for keys in foreign slots')),
  ignored: v.pipe(v.array(finding), v.description('with --ignore: findings that do not count')),
  ...CLUSTER,
})

const totals = v.object({
  primaries: count,
  replicas: count,
  slots: count,
  keys: count,
  usedMemory: count,
  keysPerSlot: finite,
})

const slotsInfo = v.object({
  by: v.picklist(SLOT_MEASURES),
  top: v.pipe(
    v.array(
      v.object({
        slot,
        keys: v.optional(count),
        memory: v.optional(v.pipe(finite, v.description('bytes'))),
        cpu: v.optional(v.pipe(finite, v.description('microseconds of CPU per second'))),
        network: v.optional(v.pipe(finite, v.description('bytes per second, sent and received'))),
      }),
    ),
    v.description('the highest first'),
  ),
  ...FIGURES,
})

/** The outcome of info. */
export const infoOutcome = v.object({
  takenAt: time,
  seed: nodeRef,
  totals: v.pipe(totals, v.description('of the nodes that could be reached')),
  primaries: v.array(
    v.object({
      ...NODE_REF,
      reachable: v.boolean(),
      keys: v.optional(count),
      slots: slotRanges,
      slotCount: count,
      usedMemory: v.optional(count),
      maxMemory: v.optional(count),
      replicas: v.array(v.object({...NODE_REF, reachable: v.boolean()})),
    }),
  ),
  running: runningOperations,
  slots: v.optional(v.pipe(slotsInfo, v.description('with --slots'))),
})

/** The outcome of slot. */
export const slotOutcome = v.object({
  keys: v.array(
    v.object({
      key: v.pipe(v.string(), v.description('for reading')),
      hex: v.pipe(v.string(), v.description('exact')),
      slot,
      hashed: v.pipe(v.string(), v.description('the hash tag, or the whole key')),
      owners: v.optional(v.pipe(v.array(nodeRef), v.description('with --node'))),
      replicas: v.optional(v.pipe(v.array(nodeRef), v.description('with --node'))),
    }),
  ),
})

/** A cluster within another document. */
export type ClusterFields = v.InferOutput<typeof cluster>

/** A node as it was found. */
export type NodeFields = v.InferOutput<typeof node>

/** What a check comes down to. */
export type VerdictsFields = v.InferOutput<typeof verdicts>
