/** A key and the bytes of memory that it uses. */
export type MeasuredKey = {readonly key: Buffer; readonly bytes: number}

/** A key of one database of a node, and the bytes of memory that it uses. */
export type LargeKey = MeasuredKey & {readonly db: number}

/** Keys that begin with the same bytes. */
export type PrefixTally = {
  /** Empty for keys without the delimiter. Undefined: all prefixes that came when there were too many to count. */
  readonly prefix: Buffer | undefined
  readonly keys: number
  readonly bytes: number
  /** Bytes of the biggest of them. */
  readonly biggest: number
}

/** What is counted. */
export type TallyOptions = {
  /** How many of the biggest keys are kept. */
  readonly top: number
  /** Smaller keys are counted, and not kept. In bytes. */
  readonly atLeast: number
  /** A prefix ends with this, */
  readonly delimiter: string
  /** and has this many of it. */
  readonly depth: number
}

/** What was counted so far. */
export type Tallied = {
  readonly scanned: number
  readonly bytes: number
  /** The biggest first. */
  readonly largest: readonly LargeKey[]
  /** In no order. */
  readonly prefixes: readonly PrefixTally[]
}

/** The most prefixes that are told apart: keys without a scheme would fill the memory. */
const MOST_PREFIXES = 10_000

/** Counts the keys of a node, and keeps the biggest. Its memory is bounded, whatever the number of keys. */
export class KeyTally {
  private readonly options: TallyOptions
  private readonly prefixes = new Map<string, {keys: number; bytes: number; biggest: number}>()
  private rest: Omit<PrefixTally, 'prefix'> | undefined
  private largest: readonly LargeKey[]
  private scanned: number
  private bytes: number

  /** `from`: what was counted before. */
  constructor(options: TallyOptions, from: Tallied = NOTHING) {
    this.options = options
    this.largest = from.largest
    this.scanned = from.scanned
    this.bytes = from.bytes
    for (const {prefix, keys, bytes, biggest} of from.prefixes) {
      if (prefix === undefined) this.rest = {keys, bytes, biggest}
      else this.prefixes.set(prefix.toString('latin1'), {keys, bytes, biggest})
    }
  }

  /** Counts keys of one database. */
  add(db: number, keys: readonly MeasuredKey[]): void {
    const {top, atLeast} = this.options
    const least = this.largest.length < top ? 0 : (this.largest.at(-1)?.bytes ?? 0)
    const kept: LargeKey[] = []
    for (const {key, bytes} of keys) {
      this.scanned++
      this.bytes += bytes
      this.addToPrefix(key, bytes)
      if (bytes >= atLeast && bytes >= least) kept.push({db, key, bytes})
    }
    if (kept.length > 0) this.largest = biggestOf([...this.largest, ...kept], top)
  }

  get tallied(): Tallied {
    const each = [...this.prefixes].map(([prefix, counts]): PrefixTally => ({
      prefix: Buffer.from(prefix, 'latin1'),
      ...counts,
    }))
    const prefixes = this.rest ? [...each, {prefix: undefined, ...this.rest}] : each
    return {scanned: this.scanned, bytes: this.bytes, largest: this.largest, prefixes}
  }

  private addToPrefix(key: Buffer, bytes: number): void {
    const prefix = prefixOf(key, this.options)
    const known = this.prefixes.get(prefix)
    if (known) {
      known.keys++
      known.bytes += bytes
      known.biggest = Math.max(known.biggest, bytes)
    } else if (this.prefixes.size < MOST_PREFIXES) this.prefixes.set(prefix, {keys: 1, bytes, biggest: bytes})
    else this.rest = withMore(this.rest, {keys: 1, bytes, biggest: bytes})
  }
}

const NOTHING: Tallied = {scanned: 0, bytes: 0, largest: [], prefixes: []}

type PrefixCounts = Omit<PrefixTally, 'prefix'>

function withMore(before: PrefixCounts | undefined, more: PrefixCounts): PrefixCounts {
  if (!before) return more
  return {
    keys: before.keys + more.keys,
    bytes: before.bytes + more.bytes,
    biggest: Math.max(before.biggest, more.biggest),
  }
}

/** The beginning of a key, as latin1, up to the delimiter that ends the last part of it; '' without a delimiter. */
function prefixOf(key: Buffer, {delimiter, depth}: TallyOptions): string {
  const text = key.toString('latin1')
  const mark = Buffer.from(delimiter).toString('latin1')
  let end = 0
  for (let part = 0; part < depth; part++) {
    const at = text.indexOf(mark, end)
    if (at < 0) break
    end = at + mark.length
  }
  return text.slice(0, end)
}

/** The biggest keys, each once: SCAN may return a key twice. Of equals, the one whose name comes first. */
export function biggestOf<K extends LargeKey>(keys: readonly K[], top: number): K[] {
  const each = new Map(keys.map((one) => [`${one.db} ${one.key.toString('latin1')}`, one]))
  return [...each.values()]
    .sort((a, b) => b.bytes - a.bytes || a.db - b.db || Buffer.compare(a.key, b.key))
    .slice(0, top)
}

/** The prefixes of several nodes together, the one with the most memory first. */
export function mergePrefixes(all: readonly (readonly PrefixTally[])[]): PrefixTally[] {
  const sums = new Map<string | undefined, PrefixCounts>()
  for (const {prefix, ...counts} of all.flat()) {
    const name = prefix?.toString('latin1')
    sums.set(name, withMore(sums.get(name), counts))
  }
  return [...sums]
    .map(([prefix, counts]): PrefixTally => ({
      prefix: prefix === undefined ? undefined : Buffer.from(prefix, 'latin1'),
      ...counts,
    }))
    .sort((a, b) => b.bytes - a.bytes || Buffer.compare(a.prefix ?? LAST, b.prefix ?? LAST))
}

const LAST = Buffer.from([0xff])
