import {Command} from '@oclif/core/command'
import {formatAddress, type TypedAddress} from '../domain/address.js'
import type {AnswersStatus} from '../domain/answer.js'
import {EXIT_CODES} from '../domain/errors.js'
import type {Style} from '../domain/style.js'
import type {Status} from '../domain/status.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {errorText} from '../report/error-text.js'
import {type OldEnding, oldErrorLines} from '../report/old/error-lines.js'
import type {TextOptions} from '../report/palette.js'
import {errorDocument} from '../contract/document.js'
import type {Asked} from './change.js'
import {toConnectionOptions} from './connection.js'
import {withConnection} from './connection-words.js'
import {keepSecret} from './crash.js'
import {type Ending, OLD_FAILURE, suggestFlag, toEnding} from './exit.js'
import type {ConnectionFlags} from './flags.js'
import {run} from './run.js'
import {stopOnSignals} from './signals.js'
import {closeStdin} from './stdin.js'
import {typedStyle} from './typed-style.js'

const STATUS_EXIT: Readonly<Record<Status, number>> = {
  done: 0,
  'nothing-to-do': 0,
  planned: 0,
  cancelled: EXIT_CODES.CANCELLED,
  incomplete: EXIT_CODES.INCOMPLETE,
}

const ANSWERS_EXIT: Readonly<Record<AnswersStatus, number>> = {
  done: 0,
  refused: EXIT_CODES.REFUSED,
  unreachable: EXIT_CODES.UNREACHABLE,
  incomplete: EXIT_CODES.INCOMPLETE,
}

const NO_LINES: OldEnding = {out: [], err: []}

/** What a command that asked many nodes has to say: `failed` is a sentence about those that failed. */
export type Answers<T> = {
  readonly document: () => T
  readonly text: () => string | Buffer
  readonly failed: string | undefined
}

/** What all commands share: where output goes, how errors end, what signals do. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true

  /** Colour is for people: on a terminal, unless NO_COLOR is set. */
  protected get colour(): boolean {
    return process.stdout.isTTY && !process.env['NO_COLOR']
  }

  /** The older tool whose command line was typed; undefined for clustertool's own command lines, and with --json. */
  protected get style(): Style | undefined {
    return this.jsonEnabled() ? undefined : typedStyle(this.argv)
  }

  /** What to tell users who end it at once, for a command that opens no slots. */
  protected get endedAtOnce(): string | undefined {
    return undefined
  }

  /** How text looks on stdout. */
  protected get text(): TextOptions {
    return {colour: this.colour, style: this.style}
  }

  protected async connection(
    flags: ConnectionFlags,
    addresses: readonly TypedAddress[],
    signal?: AbortSignal,
  ): Promise<ConnectionOptions> {
    const options = await toConnectionOptions(flags, addresses, {env: process.env, signal})
    keepSecret(options.password)
    return options
  }

  /** What an operation that changes something needs to know about its caller. */
  protected async asked(flags: ConnectionFlags, addresses: readonly TypedAddress[]): Promise<Asked> {
    // Before a password is asked for.
    const signal = this.stopOnInterrupt(undefined, addresses.at(-1))
    return {
      connection: await this.connection(flags, addresses, signal),
      signal,
      json: this.jsonEnabled(),
      ...this.text,
    }
  }

  /** Prints the text, or returns the document for --json, and sets the exit code. */
  protected conclude<T>(document: () => T, text: () => string, exitCode = 0): T | undefined {
    process.exitCode = exitCode
    if (this.jsonEnabled()) return document()
    process.stdout.write(`${withConnection(text(), this.argv)}\n`)
    return undefined
  }

  /** Like `conclude`, for an operation that changes something: its status determines the exit code. */
  protected concludeChange<T>(status: Status, document: () => T, text: () => string): T | undefined {
    return this.conclude(document, text, this.exitFor(status))
  }

  /** Like `concludeChange`, in the words of an older tool. */
  protected concludeOld(status: Status, ending: OldEnding): undefined {
    return this.endOld(ending, this.exitFor(status))
  }

  /** The answer no is not an error. Older tools treat it like any other end without success. */
  private exitFor(status: Status): number {
    return status === 'cancelled' && typedStyle(this.argv) ? OLD_FAILURE : STATUS_EXIT[status]
  }

  /** Prints each line where an older tool printed it. */
  protected endOld({out, err}: OldEnding, exitCode = 0): undefined {
    process.exitCode = exitCode
    if (out.length > 0) process.stdout.write(`${out.join('\n')}\n`)
    if (err.length > 0) process.stderr.write(`${withConnection(err.join('\n'), this.argv)}\n`)
    return undefined
  }

  /**
   * Like `conclude`, for a command that asked many nodes: failures are named on stderr, beside the answers of the
   * others.
   */
  protected concludeAnswers<T>(
    status: AnswersStatus,
    {document, text, failed}: Answers<T>,
    exitCode = ANSWERS_EXIT[status],
  ): T | undefined {
    process.exitCode = exitCode
    if (this.jsonEnabled()) return document()
    const answer = text()
    process.stdout.write(typeof answer === 'string' ? `${answer}\n` : answer)
    if (failed !== undefined) process.stderr.write(`${errorText({message: failed, hints: []})}\n`)
    return undefined
  }

  /** The first signal stops at the next safe point; the second one stops at once. */
  protected stopOnInterrupt(what = 'Stopping after the step in hand', seed?: TypedAddress): AbortSignal {
    run.begin(seed && formatAddress(seed), {argv: this.argv, ending: this.endedAtOnce})
    stopOnSignals(what)
    return run.signal
  }

  /**
   * oclif takes exit codes from two places, prints parser state (including a password) in its JSON, and wraps
   * messages. So errors are written here, both as text and as JSON.
   */
  protected override async catch(error: Error): Promise<void> {
    const ending = suggestFlag(toEnding(error), this.flagNames())
    process.exitCode = ending.exitCode
    if (this.jsonEnabled()) this.logJson(errorDocument((this.id ?? '').replaceAll(':', ' '), ending))
    else this.tellError(ending)
  }

  private flagNames(): string[] {
    const {flags, baseFlags} = this.ctor
    const own = Object.entries({...baseFlags, ...flags}).flatMap(([name, {hidden, aliases = []}]) =>
      hidden ? [] : [name, ...aliases],
    )
    return ['json', 'help', ...own]
  }

  private tellError(ending: Ending): void {
    const {style} = this
    const old = style ? oldErrorLines(ending, {command: this.id ?? '', style}) : NO_LINES
    const [sentence = '', ...hints] = errorText(ending).split('\n')
    const own = old.err.includes(ending.message) ? hints : [sentence, ...hints]
    this.endOld({out: old.out, err: [...old.err, ...own]}, ending.exitCode)
  }

  /** Older tools have only 0 and 1, and scripts may compare with these; the shell itself uses 130 for Ctrl-C. */
  protected override async finally(): Promise<void> {
    const isFailure = process.exitCode !== undefined && process.exitCode !== 0
    if (isFailure && process.exitCode !== EXIT_CODES.CANCELLED && typedStyle(this.argv)) {
      process.exitCode = OLD_FAILURE
    }
    closeStdin()
  }

  override logJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`)
  }
}
