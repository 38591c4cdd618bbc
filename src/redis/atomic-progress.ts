import {ReplyRefused} from './errors.js'
import type {Wire} from './wire.js'

/**
 * What moves on either end while an atomic move gets on, and with nothing else that a node of a cluster does. A Redis
 * target reads as a replica does only while it imports; a source may have another snapshot to finish first.
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

/** A text that changes while the end gets on; undefined where INFO is refused. */
export async function readAtomicProgress(wire: Wire, end: 'source' | 'target'): Promise<string | undefined> {
  const text = await readAll(wire)
  return text === undefined ? undefined : FIELDS[end].map((name) => fieldOf(text, name) ?? '').join(' ')
}

/** Keys deleted so far by what a node deletes in the background; undefined when that is nothing. */
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
