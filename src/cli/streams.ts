import {closeSync} from 'node:fs'
import {isatty} from 'node:tty'

/**
 * Lets this program outlive whoever reads what it prints: a pipe whose reader has gone, a terminal that was closed, a
 * full disk. What is printed is lost then, and what is under way goes on.
 */
export function outliveReaders(): void {
  // oclif has one for stdout that throws all errors but EPIPE, and a terminal that is gone answers EIO.
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', tellOnce)
  process.stderr.on('error', () => undefined)
  terminals = [0, 1, 2].filter((fd) => isatty(fd))
  process.on('exit', closeLost)
}

let terminals: readonly number[] = []

/** Whether an error comes of nothing but a terminal that has gone away. */
export function isOfLostTerminal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EIO' && lost().length > 0
}

function lost(): number[] {
  return terminals.filter((fd) => !isatty(fd))
}

/** Node aborts at its very end when it cannot set a terminal back that is no more (node#51519), but not a closed file. */
function closeLost(): void {
  for (const fd of lost()) closeSync(fd)
}

let told = false

/** That a reader has gone is not worth a word; that an answer is cut off is. */
function tellOnce({code = '', message}: NodeJS.ErrnoException): void {
  if (told || READER_GONE.has(code)) return
  told = true
  process.stderr.write(`Error: Not all of the answer could be written: ${message}\n`)
}

const READER_GONE: ReadonlySet<string> = new Set(['EPIPE', 'EIO'])
