import {Command} from '@oclif/core/command'
import type {TypedAddress} from '../domain/address.js'
import {EXIT_CODES} from '../domain/errors.js'
import type {Status} from '../domain/outcome.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {errorText} from '../report/error-text.js'
import {errorJson} from '../report/json.js'
import {toConnectionOptions} from './connection.js'
import {toEnding} from './exit.js'
import type {ConnectionFlags} from './flags.js'
import {closeStdin} from './stdin.js'

const STATUS_EXIT: Readonly<Record<Status, number>> = {
  done: 0,
  'nothing-to-do': 0,
  planned: 0,
  cancelled: EXIT_CODES.CANCELLED,
  incomplete: EXIT_CODES.INCOMPLETE,
}

/** What all commands share: where answers go, how errors end, what Ctrl-C does. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true

  /** Colour is for people: a terminal that did not ask for none. */
  protected get colour(): boolean {
    return process.stdout.isTTY && !process.env['NO_COLOR']
  }

  protected connection(
    flags: ConnectionFlags,
    addresses: readonly TypedAddress[],
  ): Promise<ConnectionOptions> {
    return toConnectionOptions(flags, addresses, process.env)
  }

  /** Prints the answer as text, or hands the document to --json, and sets the exit code. */
  protected conclude<T>(document: () => T, text: () => string, exitCode = 0): T | undefined {
    process.exitCode = exitCode
    if (this.jsonEnabled()) return document()
    process.stdout.write(`${text()}\n`)
    return undefined
  }

  /** The same for an operation that changes something: its status decides the exit code. */
  protected concludeChange<T>(status: Status, document: () => T, text: () => string): T | undefined {
    return this.conclude(document, text, STATUS_EXIT[status])
  }

  /** The first Ctrl-C asks to stop at the next safe point; the second stops at once. */
  protected stopOnInterrupt(
    words = 'Stopping after the step in hand; Ctrl-C again stops at once.',
  ): AbortSignal {
    const controller = new AbortController()
    process.on('SIGINT', () => {
      if (controller.signal.aborted) process.exit(130)
      controller.abort()
      process.stderr.write(`${words}\n`)
    })
    return controller.signal
  }

  /**
   * oclif takes exit codes from two places, prints parser state (and with it a password) in its JSON, and wraps
   * messages; so errors are written here, in text and JSON alike.
   */
  protected override async catch(error: Error): Promise<void> {
    const ending = toEnding(error)
    process.exitCode = ending.exitCode
    if (this.jsonEnabled()) this.logJson(errorJson(this.id ?? '', ending))
    else process.stderr.write(`${errorText(ending)}\n`)
  }

  protected override async finally(): Promise<void> {
    closeStdin()
  }

  override logJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`)
  }
}
