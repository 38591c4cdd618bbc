/** Two bytes of its version and eight of a checksum, with which DUMP ends. */
const FOOTER_BYTES = 10
/** Nodes are asked one after the other, and to send a key takes some time off. */
const TTL_TOLERANCE_MS = 2000

/** What DUMP says of a value, without what tells which version said so. */
export function dumpBody(payload: Buffer): Buffer {
  return payload.subarray(0, Math.max(0, payload.length - FOOTER_BYTES))
}

/** Whether two values are stored alike; they may be equal when they are not. */
export function isSameDump(a: Buffer, b: Buffer): boolean {
  return dumpBody(a).equals(dumpBody(b))
}

/** Whether two keys expire at the same time, as far as can be told; milliseconds, -1 for never. */
export function isSameTtl(a: number, b: number): boolean {
  return a < 0 || b < 0 ? a === b : Math.abs(a - b) <= TTL_TOLERANCE_MS
}
