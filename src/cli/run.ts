import type {Event} from '../domain/outcome.js'
import {pasteable} from './paste.js'
import {OpenSlots, openText} from './open-slots.js'

/**
 * What the process is doing, for those who end it: signals, and the handler of uncaught errors. There is one for the
 * process, like signals.
 */
class CommandRun {
  private readonly controller = new AbortController()
  private readonly open = new OpenSlots()
  private heard = performance.now()
  private seed: string | undefined
  private argv: readonly string[] = []
  private begun = false
  private ending: string | undefined

  /** Aborted when the operation should stop at its next safe point. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Whether an operation is running that stops at a safe point when asked to. */
  get isStoppable(): boolean {
    return this.begun
  }

  /**
   * From now on the signal is observed. `seed` is the first node that the user named, `argv` the command line.
   * `ending`: what to tell a user who ends the command at once, if it opens no slots.
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

  /** Tells which node the command uses, once that is known. */
  name(seed: string): void {
    this.seed ??= seed
  }

  /** Asks the operation to stop at its next safe point. */
  stop(): void {
    this.heard = performance.now()
    this.controller.abort()
  }

  /** Records an event. */
  note(event: Event): void {
    this.heard = performance.now()
    this.open.note(event)
  }

  /** Milliseconds since the last event, or since the operation was asked to stop. */
  get silentMs(): number {
    return performance.now() - this.heard
  }

  /** Which slots are open and how to close them, or what else to do; as lines. */
  get openText(): string {
    return this.pasteable(this.ending ?? openText(this.open.ranges, this.seed))
  }

  /** A text whose commands can be pasted. */
  pasteable(text: string): string {
    return pasteable(text, this.argv)
  }
}

export const run = new CommandRun()
