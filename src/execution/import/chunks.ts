import type {SizedKey} from '../../redis/key-sizes.js'
import {weightOf} from './batches.js'
import type {Chunk, Lane} from './job.js'

/** Number of keys that one SCAN looks at: a few milliseconds. */
const SCANNED_AT_ONCE = 3000
/** Enough for a batch to each owner. */
const KEYS_FOR_EACH = 2000
const MOST_BYTES = 32_000_000

/**
 * The keys of a database in chunks. A key that exists all the time is in at least one of them, sometimes in two. If
 * another server replaces the source, or the source restarts, the cursor is invalid and everything starts from the
 * beginning; `onRestart` is called then.
 */
export async function* chunksOf({source, tally, job}: Lane, onRestart: () => void): AsyncGenerator<Chunk> {
  const most = Math.max(SCANNED_AT_ONCE, KEYS_FOR_EACH * job.owners.count)
  let next = '0'
  let keys: SizedKey[] = []
  let generation = source.generation
  const recent = new Recent()
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
    keys.push(...recent.newAmong(found.keys))
    next = found.cursor
    if (!isOver && keys.length < most && weightOfAll(keys) < MOST_BYTES) continue
    yield {keys, next}
    keys = []
    if (isOver) return
  }
}

/** Number of keys in the database, without expired ones, because SCAN deletes those. */
export async function countKeys(lane: Lane): Promise<number> {
  const {source, tally} = lane
  if ((await source.use('read', (client) => client.size(tally.from))) === 0) return 0
  let found = 0
  for await (const {keys} of chunksOf(lane, () => (found = 0))) found += keys.length
  return found
}

function weightOfAll(keys: readonly SizedKey[]): number {
  return keys.reduce((sum, key) => sum + weightOf(key), 0)
}

const REMEMBERED = 4

/** The last lists of keys: SCAN returns a key again when the server resizes its table. */
class Recent {
  private lists: Set<string>[] = []

  newAmong(keys: readonly SizedKey[]): SizedKey[] {
    const list = new Set<string>()
    const fresh = keys.filter(({key}) => {
      const name = key.toString('latin1')
      if (list.has(name) || this.lists.some((one) => one.has(name))) return false
      list.add(name)
      return true
    })
    this.lists = [list, ...this.lists].slice(0, REMEMBERED)
    return fresh
  }
}
