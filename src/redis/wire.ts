import {Command as RawCommand, type Redis} from 'ioredis'
import type {Address} from '../domain/address.js'
import {
  connect,
  type ConnectionOptions,
  disconnect,
  type Login,
  loginOf,
  withinCommandLimit,
} from './connection.js'
import {ReplyRefused, toServerError} from './errors.js'

/** The words of a command. */
export type Command = readonly [string, ...(string | number | Buffer)[]]

/** The reply to one of several commands. */
export type WireReply = {readonly error: ReplyRefused | undefined; readonly value: unknown}

/**
 * An open connection to a server. Methods reject with ReplyRefused or ConnectionLost for everything that a server or
 * the network can cause.
 */
export class Wire {
  private readonly redis: Redis
  private readonly options: ConnectionOptions

  private constructor(redis: Redis, options: ConnectionOptions) {
    this.redis = redis
    this.options = options
  }

  /** Connects and logs in. */
  static async open(address: Address, options: ConnectionOptions): Promise<Wire> {
    try {
      return new Wire(await connect(address, options), options)
    } catch (error) {
      throw toServerError(error, options)
    }
  }

  /** The credentials that the server accepted; undefined if none were given, or if it requires none. */
  get login(): Login | undefined {
    return loginOf(this.redis)
  }

  /** The version of TLS, such as TLSv1.3; undefined for a connection without TLS. */
  get tlsVersion(): string | undefined {
    const {stream} = this.redis
    return 'getProtocol' in stream ? (stream.getProtocol() ?? undefined) : undefined
  }

  /** The IP address that the connection reached. */
  get remoteHost(): string | undefined {
    return this.redis.stream.remoteAddress?.replace(/^::ffff:/, '')
  }

  /** Returns strings as text. */
  async call(...[name, ...args]: Command): Promise<unknown> {
    return this.naming(this.redis.call(name, ...args))
  }

  /** Returns strings as bytes. */
  async callBytes(...[name, ...args]: Command): Promise<unknown> {
    return this.naming(this.redis.callBuffer(name, ...args))
  }

  /** Sends the words unchanged, and returns the reply unchanged: HGETALL is a list, too. */
  async callVerbatim(words: readonly (string | Buffer)[]): Promise<unknown> {
    const [name = '', ...args] = words
    const command = new RawCommand(String(name), args, {replyEncoding: null})
    // ioredis makes an object of the reply to HGETALL.
    command.transformReply = (reply) => reply
    return this.naming(this.redis.sendCommand(command) as Promise<unknown>)
  }

  /** Sends commands all at once; returns strings as text. */
  async callAll(commands: readonly Command[]): Promise<WireReply[]> {
    if (commands.length === 0) return []
    const pipeline = this.redis.pipeline()
    for (const [name, ...args] of commands) pipeline.call(name, ...args)
    return this.readAll(await this.naming(pipeline.exec()))
  }

  /** Sends commands all at once; returns strings as bytes. */
  async callAllBytes(commands: readonly Command[]): Promise<WireReply[]> {
    if (commands.length === 0) return []
    const pipeline = this.redis.pipeline()
    for (const [name, ...args] of commands) pipeline.callBuffer(name, ...args)
    return this.readAll(await this.naming(pipeline.exec()))
  }

  /** Runs commands in a transaction; returns strings as text. */
  async transaction(commands: readonly Command[]): Promise<WireReply[]> {
    const transaction = this.redis.multi()
    for (const [name, ...args] of commands) transaction.call(name, ...args)
    return this.readAll(await this.naming(transaction.exec()))
  }

  isOpen(): boolean {
    return this.redis.status === 'ready'
  }

  close(): void {
    disconnect(this.redis)
  }

  private readAll(results: [Error | null, unknown][] | null): WireReply[] {
    return (results ?? []).map(([raw, value]) => {
      if (!raw) return {error: undefined, value}
      const error = toServerError(raw, this.options)
      if (error instanceof ReplyRefused) return {error, value: undefined}
      throw error
    })
  }

  private async naming<T>(work: Promise<T>): Promise<T> {
    try {
      return await withinCommandLimit(this.redis, work, this.options)
    } catch (error) {
      throw toServerError(error, this.options)
    }
  }
}

/** The value of a reply; throws an error reply. */
export function accept(reply: WireReply | undefined): unknown {
  if (reply === undefined) throw new TypeError('there is no reply to this command')
  if (reply.error) throw reply.error
  return reply.value
}
