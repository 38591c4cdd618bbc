import {messageOf} from '../domain/errors.js'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {stateFolder} from '../journal/folder.js'
import {makeFolder} from '../storage/make-folder.js'

const secrets = new Set<string>()

/** Removes a word from everything that is written about a crash. */
export function keepSecret(word: string | undefined): void {
  if (word !== undefined && word !== '') secrets.add(word)
}

/**
 * Writes the stack of an unexpected error to a file that the user can send, and returns a sentence that names the
 * file. If no file can be written, the stack follows the sentence.
 */
export function tellCrash(error: unknown): string {
  const what = withoutSecrets(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  const [line = ''] = what.split('\n')
  const text = withoutSecrets(crashText(error))
  try {
    return `clustertool has a bug (${line}). For details, see ${write(text)}`
  } catch (cause) {
    const reason = messageOf(cause)
    return `clustertool has a bug (${line}). No report could be written (${reason}).\n${text.trimEnd()}`
  }
}

function write(text: string): string {
  const folder = stateFolder(process.env)
  makeFolder(folder, 0o700)
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-')
  const path = join(folder, `crash-${time}-${process.pid}.txt`)
  writeFileSync(path, text, {mode: 0o600, flag: 'a'})
  return path
}

/**
 * Without arguments, because any of them may be a password, and without properties of errors, in which ioredis keeps
 * whole commands.
 */
function crashText(error: unknown): string {
  const head = [
    new Date().toISOString(),
    `command ${process.argv[2]?.replaceAll(/[^a-z-]/g, '') ?? ''}`,
    `Node ${process.version} on ${process.platform} ${process.arch}`,
  ]
  return `${[...head, ...stacksOf(error)].join('\n')}\n`
}

function stacksOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)]
  const causes = error.cause === undefined ? [] : ['caused by', ...stacksOf(error.cause)]
  return [error.stack ?? `${error.name}: ${error.message}`, ...causes]
}

function withoutSecrets(text: string): string {
  const known = [...secrets, process.env['REDISCLI_AUTH'], process.env['VALKEYCLI_AUTH']]
  const hidden = known.reduce<string>((rest, word) => (word ? rest.replaceAll(word, '…') : rest), text)
  return hidden.replaceAll(/\/\/[^@/\s]*@/g, '//…@')
}
