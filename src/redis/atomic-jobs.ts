import type {AtomicMethod} from '../domain/move.js'
import type {EndpointFacts} from '../domain/move-facts.js'
import type {NodeId} from '../domain/node.js'
import type {SlotRange} from '../domain/slot.js'
import type {Wire} from './wire.js'

/** An atomic move according to a node, of either kind of server. */
export type AtomicJob = {
  /** 40 hexadecimal digits; the same on both ends. */
  readonly id: string
  readonly operation: string
  /** `0-99 500-500`. */
  readonly slots: string
  readonly source: string
  readonly target: string
  readonly state: string
  /** The server's error; empty if there is none. */
  readonly message: string
  readonly retries: number
  /** Redis, of a completed `migrate`: milliseconds for which the source paused writes. */
  readonly writePauseMs: number | undefined
  /** Valkey, on the source: when the target last sent a sign of life, which it does once a second. */
  readonly lastAck: string
  /** Other fields that change while the job makes progress. */
  readonly pulse: string
}

export type AtomicJobs = Pick<EndpointFacts, 'atomic' | 'underWay' | 'leftOver'>

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
      lastAck: text('last_ack_time'),
      pulse: ['state', 'cow_size', 'remaining_repl_size', 'last_update_time', 'retries']
        .map((name) => fields.get(name))
        .join(' '),
    }
  })
}

/**
 * Whether a job is over. A failed job of Redis is not: its target repeats it forever, and its source refuses SETSLOT
 * for the slots until it is cancelled. A job in state `none` waits for the deletion of keys that the target gave
 * away.
 */
export function isOver({state}: AtomicJob, method: AtomicMethod): boolean {
  const over =
    method === 'atomic-redis' ? ['completed', 'canceled'] : ['success', 'cancelled', 'failed', 'none']
  return over.includes(state)
}

/** A job that a source of Redis keeps although its target has given it up; only SETSLOT is affected. */
function isLeftOver({state, operation}: AtomicJob): boolean {
  return state === 'failed' && operation === 'migrate'
}

/** The slots of a job. */
export function jobRanges({slots}: AtomicJob): SlotRange[] {
  const bounds = [...slots.matchAll(/(\d+)(?:-(\d+))?/g)]
  return bounds.map(([, start, end]) => ({start: Number(start), end: Number(end ?? start)}))
}

/** What a node is doing at present, according to its job list. */
export function atomicJobsOf(method: AtomicMethod, reply: unknown): AtomicJobs {
  const running = parseAtomicJobs(reply).filter((job) => !isOver(job, method))
  const isLeft = (job: AtomicJob) => method === 'atomic-redis' && isLeftOver(job)
  const describe = ({operation, slots}: AtomicJob) => `${operation} of slots ${slots}`
  return {
    atomic: method,
    underWay: running.filter((job) => !isLeft(job)).map(describe),
    leftOver: running.filter(isLeft).map(describe),
  }
}

/** Starts an atomic move; the servers do the rest. Returns the id of the job if the server reports it (Redis). */
export async function startAtomicMove(
  wire: Wire,
  method: AtomicMethod,
  {ranges, target}: {readonly ranges: readonly SlotRange[]; readonly target: NodeId},
): Promise<string | undefined> {
  const bounds = ranges.flatMap(({start, end}) => [String(start), String(end)])
  if (method === 'atomic-redis') return String(await wire.call('CLUSTER', 'MIGRATION', 'IMPORT', ...bounds))
  await wire.call('CLUSTER', 'MIGRATESLOTS', 'SLOTSRANGE', ...bounds, 'NODE', target)
  return undefined
}

/** All jobs that a node knows, including those that are over. */
export async function listAtomicJobs(wire: Wire, method: AtomicMethod): Promise<AtomicJob[]> {
  const command = method === 'atomic-redis' ? ['MIGRATION', 'STATUS', 'ALL'] : ['GETSLOTMIGRATIONS']
  return parseAtomicJobs(await wire.call('CLUSTER', ...command))
}
