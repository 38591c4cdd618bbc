import {isBug} from './bug.js'

/**
 * Waits until all are over, and throws the reason if one failed: nothing goes on behind an error. Of several reasons the
 * first, but a bug of ours before all others: it must not pass for what a server did.
 */
export async function settleAll<T>(works: Iterable<Promise<T>>): Promise<T[]> {
  const ends = await Promise.allSettled(works)
  const failures = ends.filter((end) => end.status === 'rejected')
  const failed = failures.find(({reason}) => isBug(reason)) ?? failures[0]
  if (failed) throw failed.reason
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
}
