/**
 * The CRC-64 of RDB files (polynomial ad93d23594c935a9, reflected, initial value and final XOR 0), over data in
 * pieces. A file that ends in its own CRC, lowest byte first, has the CRC 0.
 */
export class Crc64 {
  private low = 0
  private high = 0

  /** Adds the next piece. */
  update(data: Uint8Array): void {
    const tables = (built ??= buildTables())
    let {low, high} = this
    let at = 0
    for (const end = data.length - 7; at < end; at += 8) {
      low ^= word(data, at)
      high ^= word(data, at + 4)
      const next = lookUp(tables.low, low, high)
      high = lookUp(tables.high, low, high)
      low = next
    }
    for (; at < data.length; at++) {
      const index = (low ^ (data[at] ?? 0)) & 0xff
      low = ((low >>> 8) | (high << 24)) ^ (tables.low[index] ?? 0)
      high = (high >>> 8) ^ (tables.high[index] ?? 0)
    }
    this.low = low
    this.high = high
  }

  /** 16 hexadecimal digits. */
  get hex(): string {
    return [this.high, this.low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
  }

  get isZero(): boolean {
    return this.low === 0 && this.high === 0
  }
}

/**
 * JavaScript numbers have no 64 bits that can be shifted, and BigInt takes forty times as long, so there are two
 * halves.
 */
type Tables = {readonly low: Int32Array; readonly high: Int32Array}

const POLYNOMIAL = {low: 0xac4bc9b5 | 0, high: 0x95ac9329 | 0}
const SLICES = 8

let built: Tables | undefined

/** Table n has the CRC of each byte followed by n zero bytes, so that eight bytes are looked up at once. */
function buildTables(): Tables {
  const low = new Int32Array(256 * SLICES)
  const high = new Int32Array(256 * SLICES)
  for (let byte = 0; byte < 256; byte++) {
    let [l, h] = [byte, 0]
    for (let bit = 0; bit < 8; bit++) {
      const carry = l & 1
      l = (l >>> 1) | (h << 31)
      h >>>= 1
      if (carry === 1) [l, h] = [l ^ POLYNOMIAL.low, h ^ POLYNOMIAL.high]
    }
    low[byte] = l
    high[byte] = h
  }
  for (let at = 256; at < low.length; at++) {
    const [l, h] = [low[at - 256] ?? 0, high[at - 256] ?? 0]
    low[at] = ((l >>> 8) | (h << 24)) ^ (low[l & 0xff] ?? 0)
    high[at] = (h >>> 8) ^ (high[l & 0xff] ?? 0)
  }
  return {low, high}
}

function word(data: Uint8Array, at: number): number {
  return (
    (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16) | ((data[at + 3] ?? 0) << 24)
  )
}

function lookUp(table: Int32Array, low: number, high: number): number {
  return (
    (table[1792 + (low & 0xff)] ?? 0) ^
    (table[1536 + ((low >>> 8) & 0xff)] ?? 0) ^
    (table[1280 + ((low >>> 16) & 0xff)] ?? 0) ^
    (table[1024 + (low >>> 24)] ?? 0) ^
    (table[768 + (high & 0xff)] ?? 0) ^
    (table[512 + ((high >>> 8) & 0xff)] ?? 0) ^
    (table[256 + ((high >>> 16) & 0xff)] ?? 0) ^
    (table[high >>> 24] ?? 0)
  )
}
