import type {NodeLine} from '../domain/node.js'

const SPACE = 32
const LINE_END = 10
/** The id at the start of a line has 40 hexadecimal digits; the last ones differ most if somebody has made them up. */
const ID_LENGTH = 40
const MOST_LINES = 20_000
/** Different lines that are remembered about one node: what it says itself, and what others say. */
const MOST_ABOUT_ONE = 6

/** The bytes of a line without the times of ping and pong, which differ from one reading to the next. */
type KnownLine = {readonly head: DataView; readonly tail: DataView; readonly line: NodeLine}

/**
 * The lines of CLUSTER NODES that were read before. n nodes say nearly the same about n nodes, in n * n lines, each
 * node in its own order. So equal lines are parsed once, and are one object.
 */
export class KnownLines {
  private readonly parse: (text: string) => NodeLine
  private readonly known = new Map<number, KnownLine[]>()
  private count = 0
  /** Behind the line that `find` found last. */
  private foundEnd = 0

  constructor(parse: (text: string) => NodeLine) {
    this.parse = parse
  }

  /** The records of all lines, in their order; leaves empty lines out. Throws what `parse` throws. */
  read(reply: Buffer): NodeLine[] {
    const bytes = viewOf(reply)
    const lines: NodeLine[] = []
    let at = 0
    while (at < reply.length) {
      const found = this.find(bytes, at)
      if (found) {
        lines.push(found)
        at = this.foundEnd
        continue
      }
      const end = lineEnd(reply, at)
      const text = reply.toString('utf8', at, end)
      if (text.trim() !== '') lines.push(this.keep(reply.subarray(at, end), this.parse(text)))
      at = end
    }
    return lines
  }

  private find(bytes: DataView, at: number): NodeLine | undefined {
    if (at + ID_LENGTH > bytes.byteLength) return undefined
    const about = this.known.get(keyOf(bytes, at))
    if (about === undefined) return undefined
    for (const one of about) {
      this.foundEnd = endOf(bytes, at, one)
      if (this.foundEnd > 0) return one.line
    }
    return undefined
  }

  private keep(bytes: Buffer, line: NodeLine): NodeLine {
    const from = afterSpaces(viewOf(bytes), 0, 4)
    const to = afterSpaces(viewOf(bytes), from, 2)
    if (bytes.length < ID_LENGTH || bytes.at(-1) !== LINE_END || to > bytes.length) return line
    if (this.count >= MOST_LINES) this.forget()
    const key = keyOf(viewOf(bytes), 0)
    const about = this.known.get(key) ?? []
    this.known.set(key, about)
    about.unshift({head: copyOf(bytes.subarray(0, from)), tail: copyOf(bytes.subarray(to)), line})
    this.count++
    if (about.length > MOST_ABOUT_ONE) {
      about.pop()
      this.count--
    }
    return line
  }

  private forget(): void {
    this.known.clear()
    this.count = 0
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** A copy, so that the whole reply is not kept with it. */
function copyOf(bytes: Buffer): DataView {
  return viewOf(Buffer.from(bytes))
}

function keyOf(bytes: DataView, at: number): number {
  return bytes.getInt32(at + ID_LENGTH - 4) ^ Math.imul(bytes.getInt32(at + ID_LENGTH - 8), 31)
}

/** Behind the line end; without one, the end of the reply. */
function lineEnd(reply: Buffer, at: number): number {
  const end = reply.indexOf(LINE_END, at)
  return end < 0 ? reply.length : end + 1
}

/** Where the known line ends that starts here; 0 if it is another line. */
function endOf(bytes: DataView, at: number, {head, tail}: KnownLine): number {
  if (!startsWith(bytes, at, head)) return 0
  const rest = afterSpaces(bytes, at + head.byteLength, 2)
  return startsWith(bytes, rest, tail) ? rest + tail.byteLength : 0
}

/** Behind that many spaces; behind the end if there are fewer. */
function afterSpaces(bytes: DataView, at: number, spaces: number): number {
  const {byteLength} = bytes
  let left = spaces
  let next = at
  while (left > 0 && next < byteLength) if (bytes.getUint8(next++) === SPACE) left--
  return left > 0 ? byteLength + 1 : next
}

/** Four bytes at a time: with 1,000 nodes, these are 100 MB, and the time for all other work on them is less. */
function startsWith(bytes: DataView, at: number, start: DataView): boolean {
  const {byteLength} = start
  if (at + byteLength > bytes.byteLength) return false
  let next = 0
  for (; next + 4 <= byteLength; next += 4) {
    if (bytes.getInt32(at + next) !== start.getInt32(next)) return false
  }
  for (; next < byteLength; next++) if (bytes.getUint8(at + next) !== start.getUint8(next)) return false
  return true
}
