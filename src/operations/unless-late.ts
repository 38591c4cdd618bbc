import {setTimeout as sleep} from 'node:timers/promises'

/** The value, or undefined if it takes longer than this number of milliseconds; the work goes on then. */
export async function unlessLate<T>(work: Promise<T>, limitMs: number): Promise<T | undefined> {
  const end = new AbortController()
  const limit = sleep(limitMs, undefined, {signal: end.signal}).catch(() => undefined)
  try {
    return await Promise.race([work, limit])
  } finally {
    end.abort()
  }
}
