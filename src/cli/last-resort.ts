import {run} from './run.js'
import {isOfLostTerminal} from './streams.js'

/** Milliseconds without a sign of the operation after which it is not waited for any more. */
const SILENCE_LIMIT_MS = 60_000
const LOOK_EVERY_MS = 500

type Found = {readonly error: unknown}

/**
 * Catches errors that nobody else does. The operation is asked to stop at its next safe point then, so that it closes
 * what it has opened and writes down how it ended; `end` is called when it has not settled in time. It must not return.
 */
export class LastResort {
  private found: Found | undefined
  private settled = false
  private readonly end: (error: unknown) => void

  constructor(end: (error: unknown) => void) {
    this.end = end
    process.on('uncaughtException', (error) => this.take(error))
    process.on('unhandledRejection', (error) => this.take(error))
    process.on('beforeExit', () => this.missed())
  }

  /** Says that the operation has come to its end; returns what was caught meanwhile. */
  settle(): Found | undefined {
    this.settled = true
    return this.found
  }

  private take(error: unknown): void {
    if (isOfLostTerminal(error)) {
      run.stop()
      return
    }
    if (this.settled) this.end(error)
    // What comes after the first may well come of it.
    if (this.found) return
    this.found = {error}
    if (!run.isStoppable) this.end(error)
    run.stop()
    setInterval(() => this.look(error), LOOK_EVERY_MS).unref()
  }

  private look(error: unknown): void {
    if (run.silentMs > SILENCE_LIMIT_MS) this.end(error)
  }

  /** Nothing is left that could bring the operation to its end. */
  private missed(): void {
    if (this.settled) return
    this.end(this.found?.error ?? new Error('the command has neither ended nor anything to wait for'))
  }
}
