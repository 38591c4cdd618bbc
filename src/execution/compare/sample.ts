import type {Chunk, Lane} from '../import/job.js'

const AT_ONCE = 500
/** A database with fewer keys than asked for has each of them among so many with a high probability. */
const MOST_TRIES = 8

/**
 * So many different keys of a database, chosen at random, in chunks; fewer if it does not have them. Their sizes are
 * unknown.
 */
export async function* sampleOf({source, tally, job}: Lane, count: number): AsyncGenerator<Chunk> {
  const known = new Set<string>()
  for (let tried = 0; known.size < count && tried < count * MOST_TRIES; tried += AT_ONCE) {
    const found = await source.use('read', (client) => client.random(tally.from, AT_ONCE))
    if (found.length === 0 || job.signal.aborted) return
    const fresh = found.filter((key) => isNew(known, key, count))
    if (fresh.length > 0) yield {keys: fresh.map((key) => ({key, bytes: undefined})), next: '0'}
  }
}

function isNew(known: Set<string>, key: Buffer, most: number): boolean {
  const name = key.toString('latin1')
  if (known.size >= most || known.has(name)) return false
  known.add(name)
  return true
}
