import {connect as connectPlain, type Socket} from 'node:net'
import {connect as connectTls} from 'node:tls'
import type {Address} from '../domain/address.js'
import {toReachable} from './address-map.js'
import type {ConnectionOptions} from './connection.js'

/** A node has sent nothing for too long. */
export class Silence extends Error {}

/** How long to wait for data each time, in milliseconds, and what ends all waiting. */
export type SilenceLimit = {readonly silenceMs: number; readonly signal: AbortSignal}

/** A longer line cannot be a reply of a server. */
const LONGEST_LINE = 65_536

/**
 * A connection on which clustertool talks to a node as a replica, which no client library supports. Every wait for
 * data ends after `silenceMs` with Silence, and all waits end when the signal is aborted.
 */
export class ReplicaSocket {
  private readonly socket: Socket
  private readonly patience: SilenceLimit
  private readonly incoming: AsyncIterator<Buffer>
  private rest = Buffer.alloc(0)
  private readonly abort = () => void this.socket.destroy(new Error('interrupted'))

  private constructor(socket: Socket, patience: SilenceLimit) {
    this.socket = socket
    this.patience = patience
    this.incoming = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>
    if (patience.signal.aborted) this.abort()
    patience.signal.addEventListener('abort', this.abort, {once: true})
  }

  /** Connects. Rejects with the original error. */
  static async open(
    address: Address,
    options: ConnectionOptions,
    patience: SilenceLimit,
  ): Promise<ReplicaSocket> {
    return new ReplicaSocket(await open(address, options), patience)
  }

  send(...commands: readonly (readonly string[])[]): void {
    this.socket.write(commands.map(toRequest).join(''))
  }

  /** The next line that is not empty, without its end. Servers send empty lines as a sign of life. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.rest.indexOf('\n')
      if (end >= 0) {
        const line = this.rest.toString('latin1', 0, end).replace(/\r$/, '')
        this.rest = this.rest.subarray(end + 1)
        if (line !== '') return line
        continue
      }
      if (this.rest.length > LONGEST_LINE) throw new Error('Protocol error')
      const more = await this.receive()
      if (more === undefined) throw new Error('Connection is closed.')
      this.rest = Buffer.concat([this.rest, more])
    }
  }

  /** The next data; undefined if the node has closed the connection. */
  async chunk(): Promise<Buffer | undefined> {
    if (this.rest.length === 0) return this.receive()
    const chunk = this.rest
    this.rest = Buffer.alloc(0)
    return chunk
  }

  close(): void {
    this.patience.signal.removeEventListener('abort', this.abort)
    this.socket.destroy()
  }

  /** The time runs only while waiting for data: a slow disk here is not silence there. */
  private async receive(): Promise<Buffer | undefined> {
    const timer = setTimeout(() => this.socket.destroy(new Silence()), this.patience.silenceMs)
    try {
      const {done, value} = await this.incoming.next()
      return done ? undefined : value
    } finally {
      clearTimeout(timer)
    }
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
      // The reader gets the error too. Between two reads there is no reader, and the process would end.
      socket.on('error', () => undefined)
      resolve(socket)
    })
  })
}

function toRequest(words: readonly string[]): string {
  return [`*${words.length}\r\n`, ...words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)].join(
    '',
  )
}
