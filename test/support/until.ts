import {setTimeout as pause} from 'node:timers/promises'

/**
 * Repeats the probe every 20 ms until it returns something that is neither false nor undefined, and returns that. A
 * probe that throws has not succeeded yet. Fails after `limitMs`, with what was awaited and the last error.
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  limitMs = 30_000,
): Promise<Exclude<T, false | undefined>> {
  const deadline = Date.now() + limitMs
  let problem: Error | undefined
  for (;;) {
    try {
      const value = await probe()
      if (value !== false && value !== undefined) return value as Exclude<T, false | undefined>
      problem = undefined
    } catch (error) {
      problem = error instanceof Error ? error : new Error(JSON.stringify(error))
    }
    if (Date.now() >= deadline) throw timedOut(what, limitMs, problem)
    await pause(20)
  }
}

function timedOut(what: string, limitMs: number, problem: Error | undefined): Error {
  const last = problem === undefined ? '' : `; the last try failed: ${problem.message}`
  return new Error(`waited ${limitMs} ms in vain until ${what}${last}`, {cause: problem})
}
