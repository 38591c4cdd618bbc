/** Waits until all are over, and throws the first reason if one failed: nothing goes on behind an error. */
export async function settleAll<T>(works: Iterable<Promise<T>>): Promise<T[]> {
  const ends = await Promise.allSettled(works)
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
}
