/** DUMP ends with two bytes of version and eight of checksum. */
const FOOTER_BYTES = 10
/** Sending a key takes some time. */
export const TTL_TOLERANCE_MS = 2000

/** The value in a DUMP, without version and checksum. */
export function dumpBody(payload: Buffer): Buffer {
  return payload.subarray(0, Math.max(0, payload.length - FOOTER_BYTES))
}

/** Whether two values are stored in the same way; if they are not, they may still be equal. */
export function isSameDump(a: Buffer, b: Buffer): boolean {
  return dumpBody(a).equals(dumpBody(b))
}

/** A time to live in milliseconds, -1: never; and between which times, of one clock in milliseconds, it was read. */
export type TimedTtl = {readonly ttlMs: number; readonly readFrom: number; readonly readTo: number}

/**
 * Whether two keys expire at the same time, as far as the times of reading tell: on a busy machine seconds may lie
 * between the two readings.
 */
export function isSameExpiry(a: TimedTtl, b: TimedTtl): boolean {
  if (a.ttlMs < 0 || b.ttlMs < 0) return a.ttlMs === b.ttlMs
  const apart = Math.max(
    a.readFrom + a.ttlMs - (b.readTo + b.ttlMs),
    b.readFrom + b.ttlMs - (a.readTo + a.ttlMs),
  )
  return apart <= TTL_TOLERANCE_MS
}

/** Whether two keys expire at the same time, within the tolerance. In milliseconds; -1 means never. */
export function isSameTtl(a: number, b: number): boolean {
  return a < 0 || b < 0 ? a === b : Math.abs(a - b) <= TTL_TOLERANCE_MS
}
