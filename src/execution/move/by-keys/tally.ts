import type {KeyGroup} from './pace.js'

/** What a move has sent so far. */
export class Tally {
  /** Counted when the move started; undefined if they could not be counted. */
  readonly keysTotal: number | undefined
  private counts = {keys: 0, bytes: 0, replaced: 0}
  private pauses = {lastMs: undefined as number | undefined, longestMs: 0}

  constructor(keysTotal: number | undefined) {
    this.keysTotal = keysTotal
  }

  get keys(): number {
    return this.counts.keys
  }

  get bytes(): number {
    return this.counts.bytes
  }

  /** Batches of which the target had keys although the source still had them. */
  get replaced(): number {
    return this.counts.replaced
  }

  /** Milliseconds for which the last batch blocked the source. */
  get lastPauseMs(): number | undefined {
    return this.pauses.lastMs
  }

  get longestPauseMs(): number {
    return this.pauses.longestMs
  }

  /** Adds keys that the source has sent, and the milliseconds for which that blocked it. */
  addSent(groups: readonly KeyGroup[], tookMs: number): void {
    for (const {keys} of groups) {
      this.counts.keys += keys.length
      for (const {bytes = 0} of keys) this.counts.bytes += bytes
    }
    this.pauses = {lastMs: tookMs, longestMs: Math.max(this.pauses.longestMs, tookMs)}
  }

  addReplaced(batches: number): void {
    this.counts.replaced += batches
  }
}
