import type {SizedKey} from '../../redis/key-sizes.js'
import {weightOf} from './batches.js'
import type {Chunk, Lane} from './job.js'

/** Keys that SCAN looks at in one go: a few milliseconds. */
const SCANNED_AT_ONCE = 3000
/** Enough for a batch to each owner. */
const KEYS_FOR_EACH = 2000
const MOST_BYTES = 32_000_000

/**
 * The keys of a database in chunks. Each key that is there all the time is in one of them, some in two.
 * When another server takes the place of the source, or it starts again, the cursor is worth nothing and all begins
 * anew; `onRestart` is called then.
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

/** Keys of the database; those whose time is over do not count, as SCAN deletes them. */
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

/** The last lists of keys: SCAN names a key again when the server makes its table smaller or larger. */
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
