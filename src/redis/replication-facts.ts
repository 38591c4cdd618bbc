import type {NodeInfo} from '../domain/node.js'
import {fieldOf, parseInfo, runIdIn} from './info.js'
import {unlessRefused} from './errors.js'
import {accept, type Wire} from './wire.js'

/** What a change of roles has to know about one of its two nodes. */
export type ReplicationFacts = Pick<NodeInfo, 'software' | 'version' | 'loading' | 'replication' | 'keys'> & {
  /** Identifies the process; a restart changes it. */
  readonly runId: string
  /** It writes a snapshot or rewrites its AOF in a child process. */
  readonly saving: boolean
  /** Syncs that it has served since it was started. */
  readonly syncs: {readonly partial: number; readonly full: number}
  /** Messages of elections since it was started. */
  readonly elections: {readonly asked: number; readonly votes: number}
  /** Of a replica: milliseconds since it connected to its primary; undefined if CLIENT LIST is refused. */
  readonly linkAgeMs: number | undefined
}

const SAVING = /^(rdb_bgsave_in_progress|aof_rewrite_in_progress):1/m

/** Reads them in one round trip. */
export async function readReplicationFacts(wire: Wire): Promise<ReplicationFacts> {
  const [info, cluster] = (await wire.callAll([['INFO'], ['CLUSTER', 'INFO']])).map((reply) =>
    String(accept(reply)),
  )
  const clients = await wire.call('CLIENT', 'LIST').catch(unlessRefused)
  return {
    ...parseInfo(info ?? ''),
    runId: runIdIn(info ?? '') ?? '',
    saving: SAVING.test(info ?? ''),
    syncs: {partial: count(info, 'sync_partial_ok'), full: count(info, 'sync_full')},
    elections: {
      asked: count(cluster, 'cluster_stats_messages_auth-req_sent'),
      votes: count(cluster, 'cluster_stats_messages_auth-ack_received'),
    },
    linkAgeMs: typeof clients === 'string' ? linkAgeIn(clients) : undefined,
  }
}

/** Of the connection to the primary, which has the flag M. Seconds are cut off, so it may be up to one older. */
function linkAgeIn(clients: string): number {
  const line = clients.split('\n').find((one) => / flags=\S*M/.test(one)) ?? ''
  return Number(/ age=(\d+)/.exec(line)?.[1] ?? 0) * 1000
}

function count(text: string | undefined, name: string): number {
  return Number(fieldOf(text ?? '', name) ?? 0)
}
