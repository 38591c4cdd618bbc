import {once} from 'node:events'
import {createConnection, type Socket} from 'node:net'
import type {Address} from '../../src/domain/address.js'
import {until} from './until.js'

/** What a primary sends to its replicas, read by one that keeps nothing. */
export class ReplicationStream implements AsyncDisposable {
  private readonly socket: Socket
  private readonly commands: Buffer[][] = []
  private unread = Buffer.alloc(0)
  private hasKeys = false
  private readonly acks: NodeJS.Timeout

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (data) => {
      this.read(data)
    })
    // A primary that sends keys without a file waits for the first of these.
    this.acks = setInterval(() => socket.write('REPLCONF ACK 0\r\n'), 100)
  }

  /** Attaches to a primary; returns when its keys have arrived. */
  static async open({host, port}: Address): Promise<ReplicationStream> {
    const socket = createConnection({host, port})
    socket.write('REPLCONF capa eof capa psync2\r\n')
    await once(socket, 'data')
    const stream = new ReplicationStream(socket)
    try {
      socket.write('PSYNC ? -1\r\n')
      await until('the keys of the primary arrive', () => stream.hasKeys)
      return stream
    } catch (error) {
      await stream[Symbol.asyncDispose]()
      throw error
    }
  }

  /** The commands between two messages, which are to be published on any channel, without SELECT and PING. */
  async until(from: string, to: string): Promise<Buffer[][]> {
    await until(`the message ${to} arrives`, () => this.placeOf(to) >= 0)
    const between = this.commands.slice(this.placeOf(from) + 1, this.placeOf(to))
    return between.filter(([name]) => !/^(select|ping)$/i.test(String(name)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.acks)
    this.socket.destroy()
    await Promise.resolve()
  }

  private placeOf(message: string): number {
    return this.commands.findIndex(
      ([name, , text]) => /^publish$/i.test(String(name)) && String(text) === message,
    )
  }

  private read(data: Buffer): void {
    this.unread = Buffer.concat([this.unread, data])
    if (!this.hasKeys) this.skipKeys()
    if (!this.hasKeys) return
    for (let command = this.nextCommand(); command; command = this.nextCommand()) this.commands.push(command)
  }

  /** Skips the answer to PSYNC and the RDB file, which ends after its size, or with the mark that comes before it. */
  private skipKeys(): void {
    const text = this.unread.toString('latin1')
    const head = /\+FULLRESYNC [^\r]*\r\n\n*\$(?:EOF:(?<mark>.{40})|(?<size>\d+))\r\n/.exec(text)
    if (head === null) return
    const start = head.index + head[0].length
    const {mark, size = ''} = head.groups ?? {}
    const end = mark === undefined ? start + Number(size) : endOf(text, mark, start)
    if (end > text.length) return
    this.unread = this.unread.subarray(end)
    this.hasKeys = true
  }

  private nextCommand(): Buffer[] | undefined {
    let at = 0
    const line = (): string | undefined => {
      const end = this.unread.indexOf('\r\n', at)
      if (end < 0) return undefined
      const text = this.unread.toString('latin1', at, end)
      at = end + 2
      return text
    }
    const count = Number(line()?.trim().slice(1) ?? 0)
    const words: Buffer[] = []
    while (words.length < count) {
      const size = Number(line()?.slice(1) ?? Infinity)
      if (this.unread.length < at + size + 2) return undefined
      words.push(this.unread.subarray(at, at + size))
      at += size + 2
    }
    this.unread = this.unread.subarray(at)
    return count === 0 ? undefined : words
  }
}

function endOf(text: string, mark: string, start: number): number {
  const at = text.indexOf(mark, start)
  return at < 0 ? Infinity : at + mark.length
}
