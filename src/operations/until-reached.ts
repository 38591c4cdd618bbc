import {setTimeout as pause} from 'node:timers/promises'
import {ClusterToolError} from '../domain/errors.js'

const RETRY_MS = 300

/**
 * Connects as soon as that works: servers need not run yet. Throws what `connect` throws after the limit in
 * milliseconds, or if waiting changes nothing.
 */
export async function untilReached<T>(
  connect: () => Promise<T>,
  {limitMs, signal}: {readonly limitMs: number; readonly signal: AbortSignal},
): Promise<T> {
  const deadline = performance.now() + limitMs
  for (;;) {
    try {
      return await connect()
    } catch (error) {
      const isOver = signal.aborted || performance.now() + RETRY_MS > deadline
      if (isOver || !(error instanceof ClusterToolError) || error.code !== 'UNREACHABLE') throw error
    }
    await pause(RETRY_MS)
  }
}
