import {once} from 'node:events'
import {connect, type Socket} from 'node:net'
import type {Address} from '../../src/domain/address.js'

type Waiting = {readonly replies: Buffer[]; left: number; readonly resolve: (replies: Buffer[]) => void}

/**
 * A connection that does as little as possible: sends bytes, and cuts what comes into replies without reading them. An
 * error reply ends everything.
 */
export class RawConnection implements AsyncDisposable {
  private readonly socket: Socket
  private readonly waiting: Waiting[] = []
  private rest: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (data: Buffer) => this.receive(data))
  }

  static async open({host, port}: Address): Promise<RawConnection> {
    const socket = connect({host, port, noDelay: true})
    await once(socket, 'connect')
    return new RawConnection(socket)
  }

  /** Sends commands all at once, and returns their replies as they came. */
  send(commands: readonly Buffer[]): Promise<Buffer[]> {
    if (commands.length === 0) return Promise.resolve([])
    this.socket.write(Buffer.concat(commands))
    return new Promise((resolve) => this.waiting.push({replies: [], left: commands.length, resolve}))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy()
  }

  private receive(data: Buffer): void {
    this.rest = this.rest.length === 0 ? data : Buffer.concat([this.rest, data])
    let at = 0
    for (let end = replyEnd(this.rest, at); end > 0; end = replyEnd(this.rest, at)) {
      this.give(this.rest.subarray(at, end))
      at = end
    }
    this.rest = this.rest.subarray(at)
  }

  private give(reply: Buffer): void {
    const [first] = this.waiting
    if (!first) throw new Error('a reply came that nobody waits for')
    if (reply[0] === MINUS) throw new Error(`the server answered: ${reply.toString().trim()}`)
    first.replies.push(reply)
    if (--first.left > 0) return
    this.waiting.shift()
    first.resolve(first.replies)
  }
}

const [MINUS, ARRAY, BULK, LINE_END] = ['-', '*', '$', '\n'].map((one) => one.charCodeAt(0))

/** Where the reply ends that starts at `at`; 0 if it is not complete. */
function replyEnd(bytes: Buffer, at: number): number {
  const lineEnd = bytes.indexOf(LINE_END ?? 0, at) + 1
  if (lineEnd === 0) return 0
  const size = () => Number(bytes.toString('latin1', at + 1, lineEnd - 2))
  if (bytes[at] === BULK) {
    const end = lineEnd + size() + 2
    return end <= bytes.length ? end : 0
  }
  if (bytes[at] !== ARRAY) return lineEnd
  let end = lineEnd
  for (let left = size(); left > 0 && end > 0; left--) end = replyEnd(bytes, end)
  return end
}

/** The bulk strings of an array reply, as they came. */
export function itemsOf(reply: Buffer): Buffer[] {
  const items: Buffer[] = []
  let at = reply.indexOf(LINE_END ?? 0) + 1
  while (at < reply.length) {
    const end = replyEnd(reply, at)
    items.push(reply.subarray(at, end))
    at = end
  }
  return items
}

/** A command; words that are bytes are bulk strings as they came. */
export function command(...words: readonly (string | number | Buffer)[]): Buffer {
  const parts = words.map((word) =>
    Buffer.isBuffer(word) ? word : Buffer.from(`$${String(word).length}\r\n${word}\r\n`),
  )
  return Buffer.concat([Buffer.from(`*${words.length}\r\n`), ...parts])
}
