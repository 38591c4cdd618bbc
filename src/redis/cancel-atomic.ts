import type {AtomicMethod} from '../domain/move.js'
import {type AtomicJob, isOver, parseAtomicJobs} from './atomic-jobs.js'
import {ReplyRefused} from './errors.js'
import {accept, type Wire} from './wire.js'

/** A job to be cancelled on one of its ends. */
export type Cancel = {
  readonly method: AtomicMethod
  readonly job: AtomicJob
  /** `host:port` of the target, at which its source may reach it. */
  readonly targets: readonly string[]
}

/**
 * Cancels one job: on either end of Redis, on the source of Valkey. A job that is already over is not an error.
 * Returns what prevents it, as text.
 */
export async function cancelAtomicMove(
  wire: Wire,
  {method, job, targets}: Cancel,
): Promise<string | undefined> {
  if (method === 'atomic-redis') {
    await wire.call('CLUSTER', 'MIGRATION', 'CANCEL', 'ID', job.id)
    return undefined
  }
  if (await cancelOnlyExport(wire, job.id)) return undefined
  return killExport(wire, job, targets)
}

/**
 * CLUSTER CANCELSLOTMIGRATIONS ends all exports of a node, so it is sent only if this is the only one, in the script
 * that also checks that. Returns whether nothing is left to do.
 */
async function cancelOnlyExport(wire: Wire, id: string): Promise<boolean> {
  try {
    return Number(await wire.call('EVAL', CANCEL_IF_ALONE, '0', id)) === 0
  } catch (error) {
    // If scripts are refused, the job's connection is closed instead.
    if (error instanceof ReplyRefused) return false
    throw error
  }
}

const CANCEL_IF_ALONE = `
  local over = {success = true, cancelled = true, failed = true}
  local mine, others = false, 0
  for _, job in ipairs(redis.call('CLUSTER', 'GETSLOTMIGRATIONS')) do
    local fields = {}
    for at = 1, #job, 2 do fields[job[at]] = job[at + 1] end
    if fields.operation == 'EXPORT' and not over[fields.state] then
      if fields.name == ARGV[1] then mine = true else others = others + 1 end
    end
  end
  if not mine then return 0 end
  if others == 0 then redis.call('CLUSTER', 'CANCELSLOTMIGRATIONS') end
  return others`

/** An export ends with its connection to the target, which is known if no other export goes to that target. */
async function killExport(
  wire: Wire,
  job: AtomicJob,
  targets: readonly string[],
): Promise<string | undefined> {
  const replies = await wire.transaction([
    ['CLUSTER', 'GETSLOTMIGRATIONS'],
    ['CLIENT', 'LIST'],
  ])
  const [jobs, clients] = replies.map(accept)
  const running = parseAtomicJobs(jobs).filter(
    (one) => one.operation === 'export' && !isOver(one, 'atomic-valkey'),
  )
  if (!running.some(({id}) => id === job.id)) return undefined
  const rivals = running.filter(({target}) => target === job.target)
  const ids = exportClients(String(clients), targets)
  const [id] = ids
  if (rivals.length > 1 || ids.length !== 1 || id === undefined) {
    return `CLUSTER CANCELSLOTMIGRATIONS would also cancel the other exports of this node (${running.length} in total)`
  }
  await wire.call('CLIENT', 'KILL', 'ID', id)
  return undefined
}

/** Ids of the connections on which a Valkey source exports slots to a target, from its CLIENT LIST. */
export function exportClients(list: string, targets: readonly string[]): string[] {
  return list.split('\n').flatMap((line) => {
    const fields = new Map(line.split(' ').map((field) => [field.split('=')[0], field.split('=')[1] ?? '']))
    const isExport = fields.get('flags')?.includes('E') && targets.includes(fields.get('addr') ?? '')
    return isExport ? (fields.get('id') ?? []) : []
  })
}
