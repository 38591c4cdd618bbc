/** Ids of a stream from one to another one, both included; undefined: to the end. */
export type IdRange = {readonly from: string; readonly to: string | undefined}

const MOST = 2n ** 64n - 1n

/** Negative if the first id of a stream, such as `1700000000000-0`, is the lower one. */
export function compareIds(a: string, b: string): number {
  const [[msA, seqA], [msB, seqB]] = [partsOf(a), partsOf(b)]
  const [x, y] = msA === msB ? [seqA, seqB] : [msA, msB]
  return x < y ? -1 : x > y ? 1 : 0
}

/** The lowest id that is higher than this one. Both parts have 64 bits. */
export function afterId(id: string): string {
  const [ms, seq] = partsOf(id)
  return seq < MOST ? `${ms}-${seq + 1n}` : `${ms + 1n}-0`
}

/** Whether an id is not behind the end of a range. */
export function isIn(id: string, to: string | undefined): boolean {
  return to === undefined || compareIds(id, to) <= 0
}

function partsOf(id: string): [bigint, bigint] {
  const [ms = '0', seq = '0'] = id.split('-')
  return [BigInt(ms), BigInt(seq)]
}
