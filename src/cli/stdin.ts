import {buffer} from 'node:stream/consumers'
import {createInterface, type Interface} from 'node:readline'
import {ClusterToolError} from '../domain/errors.js'

/** A pipe to which nobody writes must not block a script forever. */
const SILENCE_LIMIT_MS = 60_000

let lines: AsyncIterator<string> | undefined
let reader: Interface | undefined

/**
 * The next line of stdin; undefined if it is closed or `signal` is aborted. The last line needs no newline. Throws
 * REFUSED if nothing arrives through a pipe for a minute; a person may take longer. `what` says what was expected.
 */
export async function readLine(what: string, signal?: AbortSignal): Promise<string | undefined> {
  if (!lines) {
    outliveTerminal()
    reader = createInterface({input: process.stdin, crlfDelay: Infinity})
    lines = reader[Symbol.asyncIterator]()
  }
  const {promise, cancel} = silence(what)
  try {
    const next = await Promise.race([lines.next(), promise, abortion(signal)])
    return next.done ? undefined : next.value
  } finally {
    cancel()
  }
}

/** A terminal that disappears during a question is a hangup. A signal reports it, so it is not another error. */
export function outliveTerminal(): void {
  process.stdin.off('error', ignore).on('error', ignore)
}

function ignore(): void {}

/** All bytes of stdin. Throws USAGE if nothing arrives for a minute; `what` says what was expected. */
export async function readStdin(what: string): Promise<Buffer> {
  const silence = new ClusterToolError('USAGE', `No data came on standard input for 60 s. Expected: ${what}.`)
  const timer = setTimeout(() => process.stdin.destroy(silence), SILENCE_LIMIT_MS)
  process.stdin.on('data', () => timer.refresh())
  return buffer(process.stdin).finally(() => clearTimeout(timer))
}

/** Closes stdin, so that an open pipe does not keep the process alive. */
export function closeStdin(): void {
  reader?.close()
  if (reader) process.stdin.destroy()
}

/** Never rejects; settles only when the signal is aborted. */
function abortion(signal: AbortSignal | undefined): Promise<IteratorResult<string, undefined>> {
  return new Promise((resolve) => {
    const end = () => resolve({done: true, value: undefined})
    if (signal?.aborted) end()
    else signal?.addEventListener('abort', end, {once: true})
  })
}

function silence(what: string): {promise: Promise<never>; cancel: () => void} {
  let cancel = () => {}
  const promise = new Promise<never>((_, reject) => {
    if (process.stdin.isTTY) return
    const timer = setTimeout(() => {
      reject(
        new ClusterToolError(
          'REFUSED',
          `No answer came on standard input within 60 s. The question was: ${what}`,
          {
            hints: ['Pass --yes to continue without a question.'],
          },
        ),
      )
    }, SILENCE_LIMIT_MS)
    cancel = () => clearTimeout(timer)
  })
  return {promise, cancel}
}
