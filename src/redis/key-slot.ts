import calculateSlot from 'cluster-key-slot'

/** Slot of a key, 0 to 16383 (CRC16 of the hashed part, see the cluster specification). */
export function keySlot(key: Buffer): number {
  return calculateSlot(key)
}

/** The part of a key that is hashed: what is between the first `{` and the next `}`, unless that is empty. */
export function hashedPart(key: Buffer): Buffer {
  const open = key.indexOf('{')
  const close = open < 0 ? -1 : key.indexOf('}', open + 1)
  return close > open + 1 ? key.subarray(open + 1, close) : key
}
