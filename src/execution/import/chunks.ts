import type {SizedKey} from '../../redis/key-client.js'
import type {Chunk, Lane} from './job.js'

/** Keys that SCAN looks at in one go: about a millisecond. */
const SCANNED_AT_ONCE = 1000
/** Enough for a batch to each owner. */
const KEYS_FOR_EACH = 700
const MOST_BYTES = 32_000_000

/**
 * The keys of a database in chunks, from a cursor on. Each key that is there all the time is in one of them, some in two.
 * When another server takes the place of the source, or it starts again, the cursor is worth nothing and all begins
 * anew; `onRestart` is called then.
 */
export async function* chunksOf(
  {source, tally, job}: Lane,
  cursor: string,
  onRestart: () => void,
): AsyncGenerator<Chunk> {
  const most = Math.max(SCANNED_AT_ONCE, KEYS_FOR_EACH * job.owners.count)
  let next = cursor
  let keys: SizedKey[] = []
  let generation = source.generation
  for (;;) {
    const from = next
    const found = await source.use('read', (client) => client.scan(tally.from, from, SCANNED_AT_ONCE))
    const isOver = found.cursor === '0' && (await source.isUnchanged())
    if (source.generation !== generation) {
      generation = source.generation
      next = '0'
      keys = []
      onRestart()
      continue
    }
    keys.push(...found.keys)
    next = found.cursor
    if (!isOver && keys.length < most && bytesOf(keys) < MOST_BYTES) continue
    yield {keys, next}
    keys = []
    if (isOver) return
  }
}

function bytesOf(keys: readonly SizedKey[]): number {
  return keys.reduce((sum, {bytes}) => sum + (bytes ?? 0), 0)
}
