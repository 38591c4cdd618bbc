import {connect as connectPlain, type Socket} from 'node:net'
import {connect as connectTls} from 'node:tls'
import type {Address} from '../domain/address.js'
import {toReachable} from './address-map.js'
import type {ConnectionOptions} from './connection.js'

/** A connection on which a node is talked to as its replicas do, which no client library can. */
export interface ReplicaSocket {
  send(...commands: readonly (readonly string[])[]): void
  /** The next line that is not empty, without its end: servers send empty ones to show that they are alive. */
  line(): Promise<string>
  /** Whatever came next; undefined when the node has closed the connection. */
  chunk(): Promise<Buffer | undefined>
  close(): void
}

/** A node sent nothing for too long. */
export class Silence extends Error {}

/** A longer line is no reply of a server. */
const LONGEST_LINE = 65_536

/**
 * Connects; every wait for data ends after `silenceMs` with Silence, and all of them when the signal is aborted. Rejects
 * with the raw failure.
 */
export async function openReplicaSocket(
  address: Address,
  options: ConnectionOptions,
  {silenceMs, signal}: {readonly silenceMs: number; readonly signal: AbortSignal},
): Promise<ReplicaSocket> {
  const socket = await open(address, options)
  const abort = () => socket.destroy(new Error('interrupted'))
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, {once: true})
  const incoming = socket.iterator({destroyOnReturn: true}) as AsyncIterator<Buffer>
  let rest = Buffer.alloc(0)

  // The time runs only while data is waited for: a slow disk here is no silence there.
  async function receive(): Promise<Buffer | undefined> {
    const timer = setTimeout(() => socket.destroy(new Silence()), silenceMs)
    try {
      const {done, value} = await incoming.next()
      return done ? undefined : value
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    send: (...commands) => void socket.write(commands.map(toRequest).join('')),
    async line() {
      for (;;) {
        const end = rest.indexOf('\n')
        if (end >= 0) {
          const line = rest.toString('latin1', 0, end).replace(/\r$/, '')
          rest = rest.subarray(end + 1)
          if (line !== '') return line
          continue
        }
        if (rest.length > LONGEST_LINE) throw new Error('Protocol error')
        const more = await receive()
        if (more === undefined) throw new Error('Connection is closed.')
        rest = Buffer.concat([rest, more])
      }
    },
    async chunk() {
      if (rest.length === 0) return receive()
      const chunk = rest
      rest = Buffer.alloc(0)
      return chunk
    },
    close() {
      signal.removeEventListener('abort', abort)
      // What was under way has been told already, or does not matter any more.
      socket.on('error', () => undefined)
      socket.destroy()
    },
  }
}

function open(address: Address, {addressMap, tls, connectTimeoutMs}: ConnectionOptions): Promise<Socket> {
  const place = toReachable(address, addressMap)
  return new Promise((resolve, reject) => {
    const socket = tls ? connectTls({...place, ...tls}) : connectPlain(place)
    const timer = setTimeout(() => socket.destroy(new Error('ETIMEDOUT')), connectTimeoutMs)
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error)
    }
    socket.once('error', fail)
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer)
      socket.off('error', fail)
      resolve(socket)
    })
  })
}

function toRequest(words: readonly string[]): string {
  return [`*${words.length}\r\n`, ...words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)].join(
    '',
  )
}
