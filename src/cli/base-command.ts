import type {Interfaces} from '@oclif/core'
import {formatAddress, type TypedAddress} from '../domain/address.js'
import type {ProfileInUse} from '../profiles/settings.js'
import type {Target} from '../profiles/target.js'
import type {AnswersStatus} from '../domain/answer.js'
import {EXIT_CODES} from '../domain/errors.js'
import type {Status} from '../domain/status.js'
import {errorText} from '../report/error-text.js'
import type {TextOptions} from '../report/palette.js'
import {errorDocument} from '../contract/document.js'
import type {Asked} from './change.js'
import {type Exit, suggestFlag, toExit} from './exit.js'
import type {ConnectionFlags} from './flags.js'
import {invocation} from './invocation.js'
import type {LegacyView} from './legacy-port.js'
import type {Lines} from './lines.js'
import {runOnDone} from './on-done.js'
import {type TextWish, textWish} from './output-flags.js'
import {pasteable} from './paste.js'
import {type ReachedCluster, resolveTarget} from './reach.js'
import {type Connected, ReachingCommand, withSeed} from './reaching-command.js'
import {run} from './run.js'
import {stopOnSignals} from './signals.js'
import {closeStdin} from './stdin.js'

const LIKE_BEFORE = {detail: 'full', wide: true} as const

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

/** What a command that asked many nodes has to say: `failed` is a sentence about those that failed. */
export type Answers<T> = {
  readonly document: () => T
  readonly text: () => string | Buffer
  readonly failed: string | undefined
}

/** What all commands share: where output goes, how errors end, what signals do. */
export abstract class BaseCommand extends ReachingCommand {
  static override enableJsonFlag = true

  /** Colour is for people: on a terminal, unless NO_COLOR is set. */
  protected get colour(): boolean {
    return process.stdout.isTTY && !process.env['NO_COLOR']
  }

  /** The view of the older tool whose command line was typed; undefined for clustertool's own, and with --json. */
  protected get legacy(): LegacyView | undefined {
    return this.jsonEnabled() ? undefined : invocation.view
  }

  /** What to tell users who end it at once, for a command that opens no slots. */
  protected get endedAtOnce(): string | undefined {
    return undefined
  }

  /** The command line whose connection flags are added to the commands in texts. */
  protected connectionArgv: readonly string[] = this.argv

  /** How text looks on stdout. */
  protected get text(): TextOptions {
    // Older tools have one output.
    return {colour: this.colour, ...(this.legacy ? LIKE_BEFORE : this.wish)}
  }

  /** The command of --on-done. */
  private onDone: string | undefined

  /** What the flags say about text. */
  private wish: TextWish = {}

  protected override async parse<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(options?: Interfaces.Input<F, B, A>, argv?: string[]): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv)
    const {'on-done': onDone} = parsed.flags as {readonly 'on-done'?: unknown}
    if (typeof onDone === 'string') this.onDone = onDone
    this.wish = textWish(parsed.flags, process.stdout.isTTY ? process.stdout.columns : undefined)
    return parsed
  }

  /**
   * What an operation that changes something needs to know about its caller. `others`: nodes that were typed beside
   * the one of the cluster.
   */
  protected async asked<F extends ConnectionFlags>(
    flags: F,
    target: Target,
    others: readonly TypedAddress[] = [],
  ): Promise<Connected<F> & {readonly asked: Asked}> {
    // Before a password is asked for.
    const signal = this.stopOnInterrupt()
    const reached = withSeed(await this.reach(flags, await resolveTarget(target, this.env), {others, signal}))
    run.name(formatAddress(reached.seed))
    return {...reached, asked: this.toAsked(reached, signal)}
  }

  /** Like `asked`, for a command that finds its nodes elsewhere, or takes many. */
  protected async askedAbout<F extends ConnectionFlags>(
    flags: F,
    others: readonly TypedAddress[],
    profile?: ProfileInUse,
  ): Promise<Pick<ReachedCluster<F>, 'flags' | 'seed'> & {readonly asked: Asked}> {
    const signal = this.stopOnInterrupt(undefined, others.at(-1))
    const resolved = {nodes: [], profile, inEnv: undefined}
    const reached = await this.reach(flags, resolved, {others, signal})
    return {...reached, asked: this.toAsked(reached, signal)}
  }

  /** For a command that asks, and opens no connection to a cluster unless it is named by a node. */
  protected asking(): Pick<Asked, 'json' | 'plain' | 'signal'> {
    const signal = this.stopOnInterrupt()
    return {json: this.jsonEnabled(), plain: this.legacy !== undefined, signal}
  }

  private toAsked({connection}: Pick<ReachedCluster<unknown>, 'connection'>, signal: AbortSignal): Asked {
    return {
      connection,
      signal,
      json: this.jsonEnabled(),
      ...this.text,
      plain: this.legacy !== undefined,
    }
  }

  /**
   * Prints the text, or returns the document for --json, and sets the exit code. With --quiet, prints only the text of
   * a failure, on stderr.
   */
  protected conclude<T>(document: () => T, text: () => string, exitCode = 0): T | undefined {
    process.exitCode = exitCode
    if (this.jsonEnabled()) return document()
    const quiet = this.text.detail === 'quiet'
    if (quiet && exitCode === 0) return undefined
    const stream = quiet ? process.stderr : process.stdout
    stream.write(`${pasteable(text(), this.connectionArgv)}\n`)
    return undefined
  }

  /** Like `conclude`, for an operation that changes something: its status determines the exit code. */
  protected concludeChange<T>(status: Status, document: () => T, text: () => string): T | undefined {
    return this.conclude(document, text, this.exitFor(status))
  }

  /** Like `concludeChange`, for the lines of a view. */
  protected concludeLines(status: Status, lines: Lines): undefined {
    return this.endWith(lines, this.exitFor(status))
  }

  /** The answer no is not an error. Older tools treat it like any other end without success. */
  private exitFor(status: Status): number {
    return status === 'cancelled' ? (legacyFailure() ?? STATUS_EXIT[status]) : STATUS_EXIT[status]
  }

  /** Prints the lines, and sets the exit code. */
  protected endWith({out, err}: Lines, exitCode = 0): undefined {
    process.exitCode = exitCode
    if (out.length > 0) process.stdout.write(`${out.join('\n')}\n`)
    if (err.length > 0) process.stderr.write(`${pasteable(err.join('\n'), this.connectionArgv)}\n`)
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
  protected stopOnInterrupt(what = 'Stopping after the current step', seed?: TypedAddress): AbortSignal {
    run.begin(seed && formatAddress(seed), {argv: this.argv, ending: this.endedAtOnce})
    stopOnSignals(what)
    return run.signal
  }

  /**
   * oclif takes exit codes from two places, prints parser state (including a password) in its JSON, and wraps
   * messages. So errors are written here, both as text and as JSON.
   */
  protected override async catch(error: Error): Promise<void> {
    const exit = this.withProfileHint(suggestFlag(toExit(error), this.flagNames()))
    process.exitCode = exit.exitCode
    if (this.jsonEnabled()) this.logJson(errorDocument((this.id ?? '').replaceAll(':', ' '), exit))
    else this.tellError(exit)
  }

  private flagNames(): string[] {
    const {flags, baseFlags} = this.ctor
    const own = Object.entries({...baseFlags, ...flags}).flatMap(([name, {hidden, aliases = []}]) =>
      hidden ? [] : [name, ...aliases],
    )
    return ['json', 'help', ...own]
  }

  private tellError(exit: Exit): void {
    const lines = this.legacy?.error?.(exit, this.id ?? '')
    this.endWith(lines ?? {out: [], err: [errorText(exit)]}, exit.exitCode)
  }

  /** Older tools have only 0 and 1, and scripts may compare with these; the shell itself uses 130 for Ctrl-C. */
  protected override async finally(): Promise<void> {
    const isFailure = process.exitCode !== undefined && process.exitCode !== 0
    if (isFailure && process.exitCode !== EXIT_CODES.CANCELLED) {
      process.exitCode = legacyFailure() ?? process.exitCode
    }
    closeStdin()
    if (this.onDone !== undefined) await this.notify(this.onDone)
  }

  private async notify(command: string): Promise<void> {
    const name = (this.id ?? '').replaceAll(':', ' ')
    const trouble = await runOnDone(command, {name, exitCode: Number(process.exitCode ?? 0)})
    if (trouble !== undefined) process.stderr.write(`${trouble}\n`)
  }

  override logJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json, (key, value) => this.withPasteable(key, value), 2)}\n`)
  }

  /** Advice contains commands, in JSON as in texts. */
  private withPasteable(key: string, value: unknown): unknown {
    if (invocation.view) return value
    if (key === 'advice' && typeof value === 'string') return pasteable(value, this.connectionArgv)
    if (key !== 'hints' || !Array.isArray(value)) return value
    return value.map((hint: unknown) =>
      typeof hint === 'string' ? pasteable(hint, this.connectionArgv) : hint,
    )
  }
}

/** The exit code of every failure, when the spelling of an older tool was typed; with --json, too. */
function legacyFailure(): number | undefined {
  return invocation.view && invocation.legacy?.failureExit
}
