import type {Command, WireReply} from '../wire.js'

/** A part of a value: the commands that add it to the copy. */
export type Piece = {
  readonly writes: readonly Command[]
  /** How many elements, or bytes of a string, it has. */
  readonly elements: number
  /** Some elements have a time to live of their own, so the copy may lose them while it is made. */
  readonly expires?: boolean
  /** Most of the time that it takes is the transfer, during which the server serves others. */
  readonly isLong?: boolean
}

/** How a value is read. */
export type PieceReading = {
  readonly key: Buffer
  /** The name of the copy. */
  readonly copy: Buffer
  /** Sends commands to the server that has the value. Rejects if the connection fails. */
  readonly ask: (commands: readonly Command[]) => Promise<WireReply[]>
  /** How many elements, or bytes of a string, the next piece should have. */
  readonly size: () => number
}

/** How a value is read that is not copied. */
export type ReadOf = Pick<PieceReading, 'key' | 'ask'> & {
  /** Elements, or bytes of a string, of one piece. */
  readonly size: number
  /** How many it had at the start. What is added later is not read, because a client may add without end. */
  readonly count: number
}

/** Reads a value from its first piece to its last one. Throws ReplyRefused at an error reply. */
export type ReadPieces = (reading: PieceReading) => AsyncGenerator<Piece, void>

/** More arguments than this would block a server, and the stack of this process, for too long. */
export const MOST_IN_COMMAND = 1000

/** Splits a list into parts of this length. */
export function inParts<T>(items: readonly T[], length: number): T[][] {
  const parts: T[][] = []
  for (let at = 0; at < items.length; at += length) parts.push(items.slice(at, at + length))
  return parts
}
