import {spawn} from 'node:child_process'
import {open} from 'node:fs/promises'
import {dirname} from 'node:path'
import {ClusterToolError} from '../domain/errors.js'
import type {NamedProfile} from './file.js'
import {refuseReadable} from './guard.js'
import {pathFrom} from './place.js'

/** Milliseconds that a password command may take: a person may have to unlock what keeps the password. */
const LIMIT_MS = 30_000
const MOST_BYTES = 64 * 1024

/**
 * The password of a profile: from the configuration file, from its password file, or from its command. Undefined if
 * it has none. Throws USAGE or REFUSED in a sentence that never contains what was read. `limitMs`: milliseconds that
 * the command may take.
 */
export async function passwordOf(
  {name, file, settings}: NamedProfile,
  signal?: AbortSignal,
  limitMs = LIMIT_MS,
): Promise<string | undefined> {
  const {password, 'password-file': path, 'password-command': command} = settings
  if (path !== undefined) return readPassword(pathFrom(file, path), name)
  if (command === undefined) return password
  const what = `The password command of the profile ${name}`
  const text = await runCommand(command, {what, folder: dirname(file), limitMs, signal})
  return onePassword(text, what)
}

async function readPassword(path: string, profile: string): Promise<string> {
  const what = `${path}, the password file of the profile ${profile},`
  let text: string
  try {
    await using file = await open(path)
    refuseReadable(path, await file.stat(), `is the password file of the profile ${profile}`)
    text = await file.readFile('utf8')
  } catch (cause) {
    const {code} = cause as NodeJS.ErrnoException
    // Errors of files have a code of their own.
    if (cause instanceof ClusterToolError || code === undefined) throw cause
    const why = code === 'ENOENT' ? 'does not exist' : 'cannot be read'
    throw new ClusterToolError('USAGE', `${what} ${why}.`, {cause})
  }
  return onePassword(text, what)
}

/** The text without its last line end. */
function onePassword(text: string, what: string): string {
  const password = text.replace(/\r?\n$/, '')
  if (password === '') throw new ClusterToolError('REFUSED', `${what} gives no password: it is empty.`)
  if (!password.includes('\n')) return password
  throw new ClusterToolError('REFUSED', `${what} gives more than one line, and a password is one line.`)
}

type Run = {
  readonly what: string
  readonly folder: string
  readonly limitMs: number
  readonly signal: AbortSignal | undefined
}

/**
 * What a command prints. It gets no input, because ours may be for something else, and what it says on stderr is not
 * shown, because it may be part of a password.
 */
function runCommand(command: string | readonly string[], run: Run): Promise<string> {
  const [program = '', ...args] = typeof command === 'string' ? ['sh', '-c', command] : command
  const {what, folder, limitMs, signal} = run
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {cwd: folder, stdio: ['ignore', 'pipe', 'ignore']})
    const end = (code: 'REFUSED' | 'CANCELLED', message: string) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
      child.kill('SIGKILL')
      // What the command started may keep the pipe open.
      child.stdout.destroy()
      reject(new ClusterToolError(code, message, {hints: code === 'REFUSED' ? [HINT] : []}))
    }
    const cancel = () => end('CANCELLED', 'Cancelled; nothing was changed.')
    const timer = setTimeout(() => end('REFUSED', `${what} did not end within ${limitMs / 1000} s.`), limitMs)
    if (signal?.aborted) cancel()
    signal?.addEventListener('abort', cancel, {once: true})
    const chunks: Buffer[] = []
    let size = 0
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size > MOST_BYTES) end('REFUSED', `${what} prints more than a password.`)
    })
    child.once('error', ({code}: NodeJS.ErrnoException) =>
      end('REFUSED', `${what} cannot be run: ${reasonOf(code, program)}.`),
    )
    child.once('close', (exitCode, killedBy) => {
      if (exitCode === 0) {
        clearTimeout(timer)
        signal?.removeEventListener('abort', cancel)
        resolve(Buffer.concat(chunks).toString())
      } else
        end('REFUSED', `${what} ended with ${killedBy ? `signal ${killedBy}` : `exit code ${exitCode}`}.`)
    })
  })
}

const HINT = 'To see why, run it by itself. What it prints is not shown here, because it may be a password.'

function reasonOf(code: string | undefined, program: string): string {
  return code === 'ENOENT' ? `there is no program ${program}` : (code ?? 'it cannot be started')
}
