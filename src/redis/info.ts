import {type Address, formatAddress} from '../domain/address.js'
import type {NodeClusterInfo, NodeConfig, NodeInfo, Replication} from '../domain/node.js'

const SENTINEL = /^(redis|server|valkey)_mode:sentinel/m

/** The fields of INFO that clustertool uses, of any version. Fields that a version lacks are undefined or 0. */
export function parseInfo(text: string): NodeInfo {
  const valkey = fieldOf(text, 'valkey_version')
  return {
    software: valkey === undefined ? 'redis' : 'valkey',
    version: valkey ?? fieldOf(text, 'redis_version') ?? 'unknown',
    clusterEnabled: fieldOf(text, 'cluster_enabled') === '1',
    ...(SENTINEL.test(text) && {sentinel: true}),
    loading: Number(fieldOf(text, 'loading') ?? 0) !== 0,
    usedMemory: Number(fieldOf(text, 'used_memory') ?? 0),
    maxMemory: Number(fieldOf(text, 'maxmemory') ?? 0),
    keys: [...text.matchAll(/^db(\d+):keys=(\d+)/gm)].map((match) => ({
      db: Number(match[1]),
      keys: Number(match[2]),
    })),
    availabilityZone: fieldOf(text, 'availability_zone') || undefined,
    replication: parseReplication(text),
  }
}

/** Identifies the process of a server: a restart changes it. Undefined if INFO does not contain it. */
export function runIdIn(text: string): string | undefined {
  return fieldOf(text, 'run_id')
}

/** The primary of a replica, as INFO names it. */
export function primaryAddressIn(text: string): Address | undefined {
  const host = fieldOf(text, 'master_host')
  return host === undefined ? undefined : {host, port: Number(fieldOf(text, 'master_port'))}
}

/** Keys in all databases, and how many of them expired or were evicted since the server started. */
export type KeyCounts = {readonly keys: number; readonly expired: number; readonly evicted: number}

/** The counts in INFO. */
export function keyCountsIn(text: string): KeyCounts {
  return {
    keys: parseInfo(text).keys.reduce((sum, {keys}) => sum + keys, 0),
    expired: Number(fieldOf(text, 'expired_keys') ?? 0),
    evicted: Number(fieldOf(text, 'evicted_keys') ?? 0),
  }
}

/** Keys without a time to live, in these databases or in all. */
export function lastingKeysIn(text: string, databases: readonly number[] | undefined): number {
  return [...text.matchAll(/^db(\d+):keys=(\d+),expires=(\d+)/gm)]
    .filter(([, db]) => databases?.includes(Number(db)) ?? true)
    .reduce((sum, [, , keys, expires]) => sum + Number(keys) - Number(expires), 0)
}

/** CLUSTER INFO of any version. */
export function parseClusterInfo(text: string): NodeClusterInfo {
  return {
    state: fieldOf(text, 'cluster_state') === 'ok' ? 'ok' : 'fail',
    currentEpoch: Number(fieldOf(text, 'cluster_current_epoch') ?? 0),
    knownNodes: Number(fieldOf(text, 'cluster_known_nodes') ?? 0),
  }
}

/** Config epochs according to CLUSTER INFO. */
export type NodeEpochs = {
  /** The node's own; of a replica, its primary's. Undefined if the server does not report it. */
  readonly own: number | undefined
  /** The highest one that the node has heard of. */
  readonly current: number
}

/** The epochs in CLUSTER INFO. */
export function parseEpochs(text: string): NodeEpochs {
  return {
    own: numberOrUndefined(fieldOf(text, 'cluster_my_epoch')),
    current: Number(fieldOf(text, 'cluster_current_epoch') ?? 0),
  }
}

/** The pairs that CONFIG GET cluster-* returns, in any order; ignores unknown names. */
export function parseConfig(pairs: readonly string[]): NodeConfig {
  const values = new Map<string, string>()
  for (let at = 0; at + 1 < pairs.length; at += 2) values.set(pairs[at] ?? '', pairs[at + 1] ?? '')
  const allow = values.get('cluster-allow-replica-migration')
  const coverage = values.get('cluster-require-full-coverage')
  return {
    nodeTimeoutMs: numberOrUndefined(values.get('cluster-node-timeout')),
    requireFullCoverage: coverage === undefined ? undefined : coverage === 'yes',
    migrationBarrier: numberOrUndefined(values.get('cluster-migration-barrier')),
    allowReplicaMigration: allow === undefined ? undefined : allow === 'yes',
  }
}

function parseReplication(text: string): Replication {
  const replica = fieldOf(text, 'role') === 'slave' || fieldOf(text, 'role') === 'replica'
  const awaiting = awaitingReplicas(text)
  return {
    role: replica ? 'replica' : 'primary',
    linkUp: fieldOf(text, 'master_link_status') === 'up',
    syncing: fieldOf(text, 'master_sync_in_progress') === '1',
    lastIoSeconds: numberOrUndefined(fieldOf(text, 'master_last_io_seconds_ago')),
    downSeconds: numberOrUndefined(fieldOf(text, 'master_link_down_since_seconds')),
    offset: numberOrUndefined(fieldOf(text, replica ? 'slave_repl_offset' : 'master_repl_offset')),
    connectedReplicas: Number(fieldOf(text, 'connected_slaves') ?? 0),
    ...(awaiting.length > 0 && {awaiting}),
  }
}

/** Lines such as `slave0:ip=127.0.0.1,port=7001,state=wait_bgsave,offset=0,lag=0`. */
function awaitingReplicas(text: string): string[] {
  const lines = text.matchAll(/^(?:slave|replica)\d+:ip=([^,]*),port=(\d+),state=(?:wait_bgsave|send_bulk)/gm)
  return [...lines].map(([, host = '', port]) => formatAddress({host, port: Number(port)}))
}

/** A field of INFO or CLUSTER INFO; undefined if the text does not have it. */
export function fieldOf(text: string, name: string): string | undefined {
  const at = text.startsWith(`${name}:`) ? 0 : text.indexOf(`\n${name}:`) + 1
  if (at === 0 && !text.startsWith(`${name}:`)) return undefined
  const end = text.indexOf('\n', at)
  return text.slice(at + name.length + 1, end < 0 ? text.length : end).trimEnd()
}

function numberOrUndefined(text: string | undefined): number | undefined {
  return text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text)
}
