import {unlessLate} from '../domain/unless-ended.js'
import {Turns} from './turns.js'

/** What takes this long is waiting, and holds up nobody else. */
const LONG_MS = 250

/**
 * Views that are on their way at the same time. Each of them grows with the cluster, so that all at once would need
 * memory for nodes times nodes, and the last ones would be late because of the first ones.
 */
const VIEWS_AT_ONCE = 100

/** Does the work for each item, few at a time, and returns the results in order. Rejects as soon as one rejects. */
export async function fewAtOnce<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  most = VIEWS_AT_ONCE,
): Promise<R[]> {
  if (items.length <= most) return Promise.all(items.map(work))
  const turns = new Turns(most)
  return Promise.all(
    items.map(async (item) => {
      const {working} = await turns.take(async () => {
        const started = work(item)
        await unlessLate(started, LONG_MS)
        return {working: started}
      })
      return working
    }),
  )
}
