import type {Redis} from 'ioredis'
import type {AtomicMethod} from '../domain/move.js'
import type {NodeId} from '../domain/node.js'
import type {SlotRange} from '../domain/slot.js'

/** An atomic move as a node tells of it, of either kind of server. */
export type AtomicJob = {
  /** 40 hexadecimal digits; the same on both ends. */
  readonly id: string
  readonly operation: string
  /** `0-99 500-500`. */
  readonly slots: string
  readonly source: string
  readonly target: string
  readonly state: string
  /** What went wrong, in the server's words; empty when nothing did. */
  readonly message: string
  readonly retries: number
  /** Redis, of a completed `migrate`: milliseconds for which the source paused writes. */
  readonly writePauseMs: number | undefined
  /** Whatever the server tells that changes while the job gets on. */
  readonly pulse: string
}

export type AtomicJobs = {readonly atomic: AtomicMethod | undefined; readonly underWay: readonly string[]}

/** Reads CLUSTER GETSLOTMIGRATIONS (Valkey 9.0) or CLUSTER MIGRATION STATUS (Redis 8.4). */
export function parseAtomicJobs(reply: unknown): AtomicJob[] {
  if (!Array.isArray(reply)) return []
  return reply.map((item) => {
    const fields = new Map<string, string>()
    const flat = item as unknown[]
    for (let at = 0; at + 1 < flat.length; at += 2) fields.set(String(flat[at]), String(flat[at + 1]))
    const text = (...names: string[]) => names.map((name) => fields.get(name)).find(Boolean) ?? ''
    const pause = fields.get('write_pause_ms')
    return {
      id: text('id', 'name'),
      operation: text('operation').toLowerCase(),
      slots: text('slots', 'slot_ranges'),
      source: text('source', 'source_node'),
      target: text('dest', 'target_node'),
      state: text('state'),
      message: text('last_error', 'message'),
      retries: Number(text('retries') || 0),
      writePauseMs: pause === undefined ? undefined : Number(pause),
      pulse: ['state', 'cow_size', 'remaining_repl_size', 'last_update_time', 'retries']
        .map((name) => fields.get(name))
        .join(' '),
    }
  })
}

/** Whether a job is over. A failed import of Redis is not: its server tries it again for ever. */
export function isOver({state, operation}: AtomicJob, method: AtomicMethod): boolean {
  if (method === 'atomic-redis' && state === 'failed') return operation !== 'import'
  return ['success', 'completed', 'cancelled', 'canceled', 'failed', 'none'].includes(state)
}

/** What a node does at present by its own list of jobs. */
export function atomicJobsOf(method: AtomicMethod, reply: unknown): AtomicJobs {
  const running = parseAtomicJobs(reply).filter((job) => !isOver(job, method))
  return {atomic: method, underWay: running.map(({operation, slots}) => `${operation} of slots ${slots}`)}
}

/** Starts an atomic move; the servers do the rest by themselves. Returns the id of the job where that is told (Redis). */
export async function startAtomicMove(
  redis: Redis,
  method: AtomicMethod,
  {ranges, target}: {readonly ranges: readonly SlotRange[]; readonly target: NodeId},
): Promise<string | undefined> {
  const bounds = ranges.flatMap(({start, end}) => [String(start), String(end)])
  if (method === 'atomic-redis') return String(await redis.call('CLUSTER', 'MIGRATION', 'IMPORT', ...bounds))
  await redis.call('CLUSTER', 'MIGRATESLOTS', 'SLOTSRANGE', ...bounds, 'NODE', target)
  return undefined
}

/** All jobs that a node knows of, those that are over included. */
export async function listAtomicJobs(redis: Redis, method: AtomicMethod): Promise<AtomicJob[]> {
  const command = method === 'atomic-redis' ? ['MIGRATION', 'STATUS', 'ALL'] : ['GETSLOTMIGRATIONS']
  return parseAtomicJobs(await redis.call('CLUSTER', ...command))
}

/** Cancels one job on a Redis target, or all that a Valkey source has; that there is none any more is no failure. */
export async function cancelAtomicMove(redis: Redis, method: AtomicMethod, id: string): Promise<void> {
  const command = method === 'atomic-redis' ? ['MIGRATION', 'CANCEL', 'ID', id] : ['CANCELSLOTMIGRATIONS']
  await redis.call('CLUSTER', ...command).catch((error: unknown) => {
    if (!/no migrations ongoing/i.test(String(error))) throw error
  })
}
