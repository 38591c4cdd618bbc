import {createServer, type Server, type Socket} from 'node:net'
import {formatAddress} from '../../src/domain/address.js'
import {commandParser} from './resp-parser.js'

/**
 * Answers a command: returns the raw reply, or undefined to send nothing (forever, unless the handler writes to the
 * socket or destroys it). Arguments have one character per byte.
 */
export type Handler = (args: string[], socket: Socket) => string | Buffer | undefined

/**
 * A server that speaks RESP2 and answers as a handler says: for faults that real servers do not produce on demand.
 */
export class RespServer implements AsyncDisposable {
  readonly host: string
  readonly port: number
  /** Every command that was received, in order. */
  readonly received: string[][] = []
  private readonly server: Server
  private readonly sockets = new Set<Socket>()

  private constructor(server: Server, handler: Handler) {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('not listening on a port')
    this.server = server
    this.host = address.address
    this.port = address.port
    server.on('connection', (socket) => this.serve(socket, handler))
  }

  /** Listens on a free port, or the given one. */
  static async start(handler: Handler, {host = '127.0.0.1', port = 0} = {}): Promise<RespServer> {
    const server = createServer({noDelay: true})
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({host, port}, resolve)
    })
    return new RespServer(server, handler)
  }

  get address(): string {
    return formatAddress(this)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  private serve(socket: Socket, handler: Handler): void {
    this.sockets.add(socket)
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const parse = commandParser()
    socket.on('data', (data) => {
      for (const args of parse(data)) {
        this.received.push(args)
        const reply = handler(args, socket)
        if (reply !== undefined && socket.writable) socket.write(reply)
      }
    })
  }
}

/** A bulk string reply; undefined is the null reply. */
export function bulk(text: string | undefined): string {
  return text === undefined ? '$-1\r\n' : `$${Buffer.byteLength(text)}\r\n${text}\r\n`
}

/** An array reply of raw replies. */
export function array(replies: readonly string[]): string {
  return `*${replies.length}\r\n${replies.join('')}`
}
