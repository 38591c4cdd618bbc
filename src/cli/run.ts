import type {Event} from '../domain/outcome.js'
import {withConnection} from './connection-words.js'
import {OpenSlots, openText} from './open-slots.js'

/**
 * What this process is about, for those who end it: signals, and what catches errors that nobody else does. One for the
 * process, like the signals themselves.
 */
class Run {
  private readonly controller = new AbortController()
  private readonly open = new OpenSlots()
  private heard = performance.now()
  private seed: string | undefined
  private argv: readonly string[] = []
  private begun = false
  private ending: string | undefined

  /** Aborted when the operation is to stop at its next safe point. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Whether there is an operation that stops at a safe point when it is asked to. */
  get isStoppable(): boolean {
    return this.begun
  }

  /**
   * From now on somebody heeds the signal. `seed` is the node that the user named first, `argv` the command line; `ending`:
   * what to tell those who end it at once, where no slots are opened.
   */
  begin(
    seed: string | undefined,
    {argv, ending}: {readonly argv: readonly string[]; readonly ending?: string | undefined},
  ): void {
    this.ending ??= ending
    this.begun = true
    this.seed ??= seed
    this.argv = argv
  }

  /** Asks the operation to stop at its next safe point. */
  stop(): void {
    this.heard = performance.now()
    this.controller.abort()
  }

  /** Takes notice of what happens while steps run. */
  note(event: Event): void {
    this.heard = performance.now()
    this.open.note(event)
  }

  /** Milliseconds since something was heard of the operation, or it was asked to stop. */
  get silentMs(): number {
    return performance.now() - this.heard
  }

  /** Which slots are open and how to have them closed, or what else there is to do, in lines. */
  get openText(): string {
    return withConnection(this.ending ?? openText(this.open.ranges, this.seed), this.argv)
  }
}

export const run = new Run()
