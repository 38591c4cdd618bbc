import {createServer, type Server, type Socket} from 'node:net'
import {isBug, unlessBug} from '../domain/bug.js'
import type {ControlReply, ControlRequest} from '../domain/control.js'
import {messageOf} from '../domain/errors.js'
import {replyDocument} from '../contract/control.js'
import {readLines} from './lines.js'
import {placeBeside, placeElsewhere, type SocketPlace} from './socket-place.js'

/** A terminal that forgets its connections must not use up all. */
const MOST_CONNECTIONS = 32
const LONGEST_REQUEST = 64_000

export type ControlServer = {
  /** Why nobody can control the operation; undefined if it listens. */
  readonly trouble: string | undefined
  /** Ends all connections, and removes the socket. */
  readonly close: () => void
}

/** What answers requests. Never rejects, except with a bug. */
export type AnswerRequest = (request: ControlRequest) => Promise<ControlReply>

export type ControlPlace = {
  /** The folder of the journals. */
  readonly folder: string
  /** Name of the journal, without folder and suffix. */
  readonly id: string
  /** Called with a bug in an answer. */
  readonly onBug: (error: unknown) => void
}

/**
 * Listens for requests, one JSON document on each line, and answers each with one. The socket is beside the journal, or
 * elsewhere if its path would be too long or the file system has no sockets. Does not keep the process running. Throws
 * nothing but bugs: an operation that nobody can control is still an operation.
 */
export async function openControl(place: ControlPlace, answer: AnswerRequest): Promise<ControlServer> {
  const {folder, id} = place
  const sockets = new Set<Socket>()
  const server = createServer((socket) => serve(socket, {answer, sockets, onBug: place.onBug}))
  server.maxConnections = MOST_CONNECTIONS
  server.unref()
  const tries = [() => placeBeside(folder, id), () => placeElsewhere(folder, id, process.env)]
  let trouble = ''
  for (const choose of tries) {
    let chosen: SocketPlace | undefined
    try {
      chosen = choose()
      if (!chosen) continue
      await listen(server, chosen.path)
      return {trouble: undefined, close: closing(server, sockets, chosen)}
    } catch (error) {
      unlessBug(error)
      trouble = messageOf(error)
      // It may be listening already.
      server.close()
      chosen?.remove()
    }
  }
  return {trouble, close: () => undefined}
}

function closing(server: Server, sockets: ReadonlySet<Socket>, place: SocketPlace): () => void {
  const close = () => {
    process.off('exit', place.remove)
    server.close()
    for (const socket of sockets) socket.end()
    place.remove()
  }
  // A process that is ended by a second signal does not return to the callers.
  process.once('exit', place.remove)
  return close
}

/** Only this user may connect, from the first moment on: the mask is set while the socket is made. */
async function listen(server: Server, path: string): Promise<void> {
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', () => {
      server.off('error', reject)
      server.on('error', () => undefined)
      resolve()
    })
  })
  const mask = process.umask(0o177)
  try {
    server.listen(path)
  } finally {
    process.umask(mask)
  }
  await listening
}

type ServedSockets = {
  readonly answer: AnswerRequest
  readonly sockets: Set<Socket>
  readonly onBug: (error: unknown) => void
}

function serve(socket: Socket, {answer, sockets, onBug}: ServedSockets): void {
  sockets.add(socket)
  socket.unref()
  socket.once('close', () => sockets.delete(socket))
  // Whoever asked has gone.
  socket.on('error', () => socket.destroy())
  const onLine = (line: string) => {
    answerTo(socket, line, answer).catch((error: unknown) => {
      if (isBug(error)) onBug(error)
      else socket.destroy()
    })
  }
  readLines(socket, onLine, LONGEST_REQUEST)
}

async function answerTo(socket: Socket, line: string, answer: AnswerRequest): Promise<void> {
  const reply = await answerLine(line, answer)
  if (socket.writable) socket.write(`${JSON.stringify(replyDocument(reply))}\n`)
}

async function answerLine(line: string, answer: AnswerRequest): Promise<ControlReply> {
  // Only an operation that is asked something loads the schemas.
  const {parseRequest} = await import('../contract/parsers/control.js')
  const {value, problem} = parseRequest(line)
  return problem === undefined ? answer(value) : {refused: `the request is not understood: ${problem}`}
}
