import {closeSync} from 'node:fs'
import {isatty} from 'node:tty'

/**
 * Keeps the program running when its output can no longer be written: a pipe without a reader, a closed terminal, a
 * full disk. The output is lost, and the operation continues.
 */
export function outliveReaders(): void {
  // oclif's handler for stdout throws all errors except EPIPE, and a closed terminal causes EIO.
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', tellOnce)
  process.stderr.on('error', () => undefined)
  terminals = [0, 1, 2].filter((fd) => isatty(fd))
  process.on('exit', closeLost)
}

let terminals: readonly number[] = []

/** Whether an error has no other cause than a closed terminal. */
export function isOfLostTerminal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EIO' && lost().length > 0
}

function lost(): number[] {
  return terminals.filter((fd) => !isatty(fd))
}

/**
 * Node.js aborts at exit if it cannot reset a terminal that no longer exists (node#51519), but not if the file is
 * closed.
 */
function closeLost(): void {
  for (const fd of lost()) closeSync(fd)
}

/** For output that its reader takes, but slowly. */
const LAST_WRITE_MS = 250

/**
 * For the end of a command that only reads: a signal, now or before, ends it although its output is not written yet.
 * Node.js waits for that, and a reader that neither reads nor closes the pipe would make it last forever.
 */
export function endEvenIfUnread(signal: AbortSignal): void {
  const end = () => void setTimeout(() => process.exit(), LAST_WRITE_MS).unref()
  if (signal.aborted) end()
  else signal.addEventListener('abort', end, {once: true})
}

let told = false

/** A reader that has gone is not reported; an answer that is cut off is. */
function tellOnce({code = '', message}: NodeJS.ErrnoException): void {
  if (told || READER_GONE.has(code)) return
  told = true
  process.stderr.write(`Error: The output could not be written completely: ${message}\n`)
}

const READER_GONE: ReadonlySet<string> = new Set(['EPIPE', 'EIO'])
