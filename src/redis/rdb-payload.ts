/**
 * Extracts an RDB from what a server sends: each call gets what arrived, and returns the part that belongs to the
 * RDB.
 */
export interface Payload {
  take(chunk: Buffer): Buffer
  /** Whether the RDB is complete. */
  readonly isComplete: boolean
  /** Size of the whole RDB; undefined if the server does not say. */
  readonly length: number | undefined
}

/**
 * The line before the RDB: `$<length>`, or `$EOF:<mark>` from a server that writes directly to the connection and
 * marks the end. Undefined for any other line.
 */
export function parsePayloadLine(line: string): Payload | undefined {
  const length = /^\$(\d{1,15})$/.exec(line)?.[1]
  if (length !== undefined) return payloadOfLength(Number(length))
  const mark = /^\$EOF:(.{40})$/.exec(line)?.[1]
  return mark === undefined ? undefined : payloadUntil(Buffer.from(mark, 'latin1'))
}

function payloadOfLength(length: number): Payload {
  let left = length
  return {
    length,
    take(chunk) {
      const part = chunk.subarray(0, left)
      left -= part.length
      return part
    },
    get isComplete() {
      return left === 0
    },
  }
}

/** The mark may be split over chunks, and some servers send line feeds after it, so it is searched everywhere. */
function payloadUntil(mark: Buffer): Payload {
  let held = Buffer.alloc(0)
  let isComplete = false
  return {
    length: undefined,
    take(chunk) {
      if (isComplete) return chunk.subarray(0, 0)
      const data = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      const at = data.indexOf(mark)
      isComplete = at >= 0
      const end = isComplete ? at : Math.max(0, data.length - mark.length + 1)
      held = Buffer.from(data.subarray(end))
      return data.subarray(0, end)
    },
    get isComplete() {
      return isComplete
    },
  }
}
