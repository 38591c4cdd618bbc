/** Starts work on all items in order, a limited number at a time; returns the promise of each. */
export function startSideBySide<T, R>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<R>,
): Map<T, Promise<R>> {
  const promises = new Map<T, Promise<R>>()
  const ends: Promise<unknown>[] = Array.from({length: lanes}, () => Promise.resolve())
  for (const [index, item] of items.entries()) {
    const lane = index % lanes
    const promise = (ends[lane] ?? Promise.resolve()).then(() => work(item))
    // The caller that awaits the promise gets the error; until then it must not end the process.
    ends[lane] = promise.catch(() => undefined)
    promises.set(item, promise)
  }
  return promises
}
