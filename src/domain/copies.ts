/** DUMP ends with two bytes of version and eight of checksum. */
const FOOTER_BYTES = 10
/** Nodes are asked one after the other, and sending a key takes some time. */
const TTL_TOLERANCE_MS = 2000

/** The value in a DUMP, without version and checksum. */
export function dumpBody(payload: Buffer): Buffer {
  return payload.subarray(0, Math.max(0, payload.length - FOOTER_BYTES))
}

/** Whether two values are stored in the same way; if they are not, they may still be equal. */
export function isSameDump(a: Buffer, b: Buffer): boolean {
  return dumpBody(a).equals(dumpBody(b))
}

/** Whether two keys expire at the same time, within the tolerance. In milliseconds; -1 means never. */
export function isSameTtl(a: number, b: number): boolean {
  return a < 0 || b < 0 ? a === b : Math.abs(a - b) <= TTL_TOLERANCE_MS
}
