import {ReplyRefused} from './errors.js'
import type {Wire} from './wire.js'

/**
 * Fields that change on either end while an atomic move makes progress, and for no other reason in a cluster. A Redis
 * target reads as a replica only while it imports; a source may have to finish another snapshot first.
 */
const FIELDS = {
  source: ['current_save_keys_processed', 'current_fork_perc'],
  target: [
    'total_net_repl_input_bytes',
    'mem_cluster_slot_migration_input_buffer',
    'total_net_cluster_slot_import_bytes',
    'cluster_slot_migration_active_trim_running',
    'cluster_slot_migration_active_trim_current_job_trimmed',
  ],
} as const

/** A text that changes while there is progress; undefined if INFO is refused. */
export async function readAtomicProgress(wire: Wire, end: 'source' | 'target'): Promise<string | undefined> {
  const text = await readAll(wire)
  return text === undefined ? undefined : FIELDS[end].map((name) => fieldOf(text, name) ?? '').join(' ')
}

/** Number of keys that the node has deleted in the background so far; undefined if it is deleting none. */
export async function readTrimmed(wire: Wire): Promise<number | undefined> {
  const text = String(await wire.call('CLUSTER', 'INFO'))
  const isRunning = Number(fieldOf(text, 'cluster_slot_migration_active_trim_running') ?? 0) > 0
  return isRunning
    ? Number(fieldOf(text, 'cluster_slot_migration_active_trim_current_job_trimmed') ?? 0)
    : undefined
}

async function readAll(wire: Wire): Promise<string | undefined> {
  try {
    return (await Promise.all([wire.call('INFO'), wire.call('CLUSTER', 'INFO')])).join('\n')
  } catch (error) {
    if (error instanceof ReplyRefused) return undefined
    throw error
  }
}

function fieldOf(text: string, name: string): string | undefined {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(text)?.[1]
}
