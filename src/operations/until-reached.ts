import {setTimeout as pause} from 'node:timers/promises'
import {ClusterToolError} from '../domain/errors.js'

const RETRY_MS = 300

/**
 * Finds a seed as soon as one answers: servers need not run yet. Throws what `find` throws after the limit in
 * milliseconds, or if waiting changes nothing.
 */
export async function untilReached<T>(
  find: () => Promise<T>,
  {limitMs, signal}: {readonly limitMs: number; readonly signal: AbortSignal},
): Promise<T> {
  const deadline = performance.now() + limitMs
  for (;;) {
    try {
      return await find()
    } catch (error) {
      const isOver = signal.aborted || performance.now() + RETRY_MS > deadline
      if (isOver || !mayPass(error)) throw error
    }
    await pause(RETRY_MS)
  }
}

/** A refused password stays refused. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof ClusterToolError) || error.code !== 'UNREACHABLE') return false
  return error.details.every((detail) => (detail as {code?: unknown}).code !== 'auth')
}
