import {ClusterToolError, type ErrorCode, type ErrorFact, EXIT_CODES} from '../domain/errors.js'
import {ConnectionLost} from '../redis/errors.js'
import {tellCrash} from './crash.js'
import {nearest} from '../domain/nearest.js'

/** How a command ends: an exit code, its name, and a sentence for people and scripts. */
export type Exit = {
  readonly exitCode: number
  readonly code: ErrorCode
  readonly message: string
  readonly hints: readonly string[]
  readonly details: readonly unknown[]
  readonly facts?: readonly ErrorFact[]
}

type OclifError = Error & {readonly oclif?: {readonly exit?: number | false}}

/** Reads an error. An error that is not thrown on purpose is a bug: UNEXPECTED, with its stack in a file. */
export function toExit(error: unknown): Exit {
  if (error instanceof ClusterToolError) {
    const {code, message, hints, details, facts} = error
    return {exitCode: EXIT_CODES[code], code, message, hints, details, facts}
  }
  // oclif's own errors are about flags and arguments; their text ends with a pointer to --help.
  if (error instanceof Error && (error as OclifError).oclif) {
    const {message, hints} = usageWords(withoutValues(error.message))
    return {exitCode: EXIT_CODES.USAGE, code: 'USAGE', message, hints, details: []}
  }
  if (error instanceof ConnectionLost) return lossExit(error)
  return crashExit(error)
}

/** A node that disappears while it is asked something is not a bug. */
function lossExit({message}: Error): Exit {
  const words = `A node no longer answers: ${message.replace(/\.$/, '')}.`
  const hints = ['To see which node it is and what was done: clustertool check, clustertool history']
  return {exitCode: EXIT_CODES.UNREACHABLE, code: 'UNREACHABLE', message: words, hints, details: []}
}

/** The ending for an error that nobody caught, which is always a bug. */
export function crashExit(error: unknown): Exit {
  const hints = [
    'Please report it with these details.',
    'To see whether a change is incomplete: clustertool check, clustertool history',
  ]
  return {exitCode: EXIT_CODES.UNEXPECTED, code: 'UNEXPECTED', message: tellCrash(error), hints, details: []}
}

/** oclif breaks a sentence into lines and ends with a pointer to --help, or gives no advice. */
function usageWords(text: string): {message: string; hints: string[]} {
  const lines = text.split('\n').map((line) => line.trim())
  const words = lines.filter((line) => line !== '' && !line.startsWith('See more help'))
  const message = words
    .join(' ')
    .replace(/^The following errors? occurred:? /, '')
    .replace(/^Missing required flag (?!-)(\S+)/, 'Missing required flag --$1')
    .replace(/^Parsing (\S+) /, '$1: ')
  return {message: `${message}.`, hints: ['For usage: --help']}
}

/** Adds the flag that the user may have meant to an error about an unknown flag. */
export function suggestFlag(ending: Exit, names: readonly string[]): Exit {
  const typed = /^Nonexistent flags?: --([\w-]+)/.exec(ending.message)?.[1]
  const meant = ending.code === 'USAGE' && typed ? nearest(typed, names) : undefined
  return meant ? {...ending, hints: [`Did you mean --${meant}?`, ...ending.hints]} : ending
}

/** A misspelled --pass=… must not show the password. */
function withoutValues(text: string): string {
  return text.replaceAll(/(--?[\w-]+)=\S+/g, '$1=…')
}
