import {createConnection} from 'node:net'
import type {ControlReply, ControlRequest} from '../domain/control.js'
import {requestDocument} from '../contract/control.js'
import {readLines} from './lines.js'

/**
 * What came of a request. `gone`: nobody listens, because the process has ended or was killed. `forbidden`: it belongs
 * to another user. `silent`: no answer within the limit. `unknown`: an answer that this version does not understand.
 */
export type AskedOperation =
  | {readonly kind: 'answered'; readonly reply: ControlReply}
  | {readonly kind: 'gone' | 'forbidden' | 'silent'}
  | {readonly kind: 'unknown'; readonly problem: string}

const BY_CODE: Readonly<Record<string, 'gone' | 'forbidden'>> = {EACCES: 'forbidden', EPERM: 'forbidden'}

/** Asks the operation behind a socket, and waits for its answer for this many milliseconds. */
export async function askOperation(
  path: string,
  request: ControlRequest,
  limitMs: number,
): Promise<AskedOperation> {
  const line = await exchange(path, `${JSON.stringify(requestDocument(request))}\n`, limitMs)
  if (typeof line !== 'string') return line
  const {parseReply} = await import('../contract/parsers/control.js')
  const {value, problem} = parseReply(line)
  return problem === undefined ? {kind: 'answered', reply: value} : {kind: 'unknown', problem}
}

/** The line that is answered, or why there is none. */
function exchange(
  path: string,
  line: string,
  limitMs: number,
): Promise<string | {readonly kind: 'gone' | 'forbidden' | 'silent'}> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    const end = (result: string | {readonly kind: 'gone' | 'forbidden' | 'silent'}) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(result)
    }
    // What has arrived counts, if it is this process that is late.
    const timer = setTimeout(() => setImmediate(end, {kind: 'silent'}), limitMs)
    socket.once('connect', () => socket.write(line))
    socket.once('error', (error: NodeJS.ErrnoException) => end({kind: BY_CODE[error.code ?? ''] ?? 'gone'}))
    // It ended after it was asked.
    socket.once('end', () => end({kind: 'gone'}))
    readLines(socket, end)
  })
}
