import {ClusterToolError} from '../domain/errors.js'
import {outliveTerminal, readLine} from './stdin.js'
import {isOfLostTerminal} from './streams.js'

export type Asking = {
  readonly yes: boolean
  readonly json: boolean
  readonly signal: AbortSignal
  /** The question goes to stdout exactly as it is, and nothing is drawn. */
  readonly plain: boolean
}

/**
 * Asks for consent; only `yes` gives it. A terminal is asked with inquirer, and a pipe may answer with a line. A
 * closed stdin throws REFUSED, because nobody has agreed.
 */
export async function confirm(question: string, {yes, json, signal, plain}: Asking): Promise<boolean> {
  if (yes) return true
  if (json) {
    throw new ClusterToolError(
      'REFUSED',
      'With --json, the command cannot ask before it changes the cluster.',
      {
        hints: ['Pass --yes to continue without a question, or --dry-run to see only the plan.'],
      },
    )
  }
  return isYes(await askOnce(question, signal, plain))
}

/** What becomes of answers that are wrong. */
export type Dialogue = {
  /** What is wrong, in a line; in the words of the error unless given. */
  readonly explain?: (error: ClusterToolError) => string | undefined
  /** Whether it ends the command, instead of asking again. */
  readonly endsOn?: (error: ClusterToolError) => boolean
}

type Question = Omit<Asking, 'yes'> & {
  /** The flag to use instead. */
  readonly missing: string
} & Dialogue

/**
 * Asks for something that `parse` accepts, and asks again with the reason as long as it throws a ClusterToolError. A
 * closed stdin throws REFUSED. With --json it does not ask, and `missing` is the flag to use.
 */
export async function askFor<T>(
  question: string,
  parse: (answer: string) => T,
  {json, signal, missing, plain, explain, endsOn}: Question,
): Promise<T> {
  if (json) {
    throw new ClusterToolError(
      'REFUSED',
      `With --json, the command cannot ask, and ${missing} was not given.`,
    )
  }
  if (process.stdin.isTTY && !plain) return parse(await prompt('input', question.trimEnd(), signal, parse))
  for (;;) {
    const answer = await askPlainly(question, signal)
    const error = errorAgainst(answer, parse)
    if (error === undefined || endsOn?.(error)) return parse(answer)
    process.stdout.write(`${explain?.(error) ?? reasonOf(error)}\n`)
  }
}

function errorAgainst(answer: string, parse: (answer: string) => unknown): ClusterToolError | undefined {
  try {
    parse(answer)
    return undefined
  } catch (error) {
    if (error instanceof ClusterToolError) return error
    throw error
  }
}

function reasonOf({message, hints}: ClusterToolError): string {
  return [message, ...hints].join(' ')
}

/** Asks for a password: hidden on a terminal, otherwise a line of stdin. Throws REFUSED if stdin is closed. */
export async function askPassword(question: string, signal?: AbortSignal): Promise<string> {
  if (process.stdin.isTTY) return prompt('password', question, signal)
  const answer = await readLine(question, signal)
  if (signal?.aborted) throw new ClusterToolError('CANCELLED', 'Cancelled; nothing was changed.')
  if (answer === undefined) throw closed('the password')
  return answer
}

function askOnce(question: string, signal: AbortSignal, plain: boolean): Promise<string> {
  return process.stdin.isTTY && !plain ? askTerminal(question, signal) : askPlainly(question, signal)
}

/** A line of stdin. A terminal echoes what is typed, including the line end. */
async function askPlainly(question: string, signal: AbortSignal): Promise<string> {
  process.stdout.write(question)
  const answer = await readLine(question, signal)
  if (!process.stdin.isTTY || answer === undefined) process.stdout.write('\n')
  if (signal.aborted) throw new ClusterToolError('CANCELLED', 'Cancelled; nothing was changed.')
  if (answer === undefined) throw closed(`«${question.trim()}»`)
  return answer
}

function askTerminal(question: string, signal: AbortSignal): Promise<string> {
  return prompt('input', question.trimEnd(), signal)
}

async function prompt(
  type: 'input' | 'password',
  message: string,
  signal?: AbortSignal,
  parse: (answer: string) => unknown = () => undefined,
): Promise<string> {
  const {default: inquirer} = await import('inquirer')
  outliveTerminal()
  // inquirer draws on stdout by default, which is for the answer.
  const ask = inquirer.createPromptModule({output: process.stderr, ...(signal && {signal})})
  try {
    const validate = (text: string) => {
      const error = errorAgainst(text, parse)
      return error ? reasonOf(error) : true
    }
    const {answer} = await ask<{answer: string}>([
      {type, name: 'answer', message, theme: {prefix: ''}, validate},
    ])
    return answer
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : ''
    const ended = name === 'ExitPromptError' || name === 'AbortPromptError' || isOfLostTerminal(cause)
    if (!ended) throw cause
    throw new ClusterToolError('CANCELLED', 'Cancelled; nothing was changed.', {cause})
  }
}

function isYes(answer: string): boolean {
  return answer.trim().toLowerCase() === 'yes'
}

function closed(what: string): ClusterToolError {
  return new ClusterToolError(
    'REFUSED',
    `Standard input is closed, so ${what} got no answer; nothing was changed.`,
    {
      hints: ['Answer on a terminal or through a pipe, or pass --yes to continue without a question.'],
    },
  )
}
