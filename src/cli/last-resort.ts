import {run} from './run.js'
import {isOfLostTerminal} from './streams.js'

/** Milliseconds without progress of the operation after which it is no longer waited for. */
const SILENCE_LIMIT_MS = 60_000
const LOOK_EVERY_MS = 500

type Caught = {readonly error: unknown}

/**
 * Catches errors that nothing else catches. It then asks the operation to stop at its next safe point, so that the
 * operation closes what it has opened and records how it ended. Calls `end` if that takes too long; `end` must not
 * return.
 */
export class LastResort {
  private found: Caught | undefined
  private settled = false
  private readonly end: (error: unknown) => void

  constructor(end: (error: unknown) => void) {
    this.end = end
    process.on('uncaughtException', (error) => this.take(error))
    process.on('unhandledRejection', (error) => this.take(error))
    process.on('beforeExit', () => this.missed())
  }

  /** Called when the operation has ended; returns what was caught. */
  settle(): Caught | undefined {
    this.settled = true
    return this.found
  }

  private take(error: unknown): void {
    if (isOfLostTerminal(error)) {
      run.stop()
      return
    }
    if (this.settled) this.end(error)
    // Later errors may be consequences of the first one.
    if (this.found) return
    this.found = {error}
    if (!run.isStoppable) this.end(error)
    run.stop()
    setInterval(() => this.look(error), LOOK_EVERY_MS).unref()
  }

  private look(error: unknown): void {
    if (run.silentMs > SILENCE_LIMIT_MS) this.end(error)
  }

  /** Nothing is left that could end the operation. */
  private missed(): void {
    if (this.settled) return
    this.end(this.found?.error ?? new Error('the command has not ended, but waits for nothing'))
  }
}
