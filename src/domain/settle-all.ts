import {isBug} from './bug.js'

/**
 * Waits until all promises are settled, and then throws an error if one failed: nothing keeps running after an error.
 * Throws the first error, but a bug before all others, so that it is not mistaken for what a server did.
 */
export async function settleAll<T>(works: Iterable<Promise<T>>): Promise<T[]> {
  const ends = await Promise.allSettled(works)
  const failures = ends.filter((end) => end.status === 'rejected')
  const failed = failures.find(({reason}) => isBug(reason)) ?? failures[0]
  if (failed) throw failed.reason
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
}
