import type {Rate} from '../../domain/rate.js'

/** What is sent at one time. `bytes`: undefined if the sizes of its keys are unknown. */
export type Load = {readonly keys: number; readonly bytes: number}

/** For this many milliseconds of the rate may be sent at once after a time in which nothing was. */
const BURST_MS = 300

/**
 * Says when the next load may be sent. A load may be larger than what is there, because a key cannot be split; then
 * the next one waits until the debt is paid. Takes all times as arguments, in milliseconds, and has no clock.
 */
export class TokenBucket {
  private rate: Rate | undefined
  private tokens = 0
  private at = 0

  /** Takes another rate from now on. A debt that is left is paid at the new rate; a changed unit forgets it. */
  setRate(rate: Rate | undefined, now: number): void {
    this.fill(now)
    if (rate?.unit !== this.rate?.unit) this.tokens = 0
    this.rate = rate
    this.tokens = Math.min(this.tokens, this.most)
  }

  /** Milliseconds until something may be sent; 0 if it may be sent now. */
  waitMs(now: number): number {
    this.fill(now)
    if (!this.rate || this.tokens >= 0) return 0
    return Math.ceil((-this.tokens * 1000) / this.rate.perSecond)
  }

  /** Notes what is sent now. */
  take({keys, bytes}: Load, now: number): void {
    this.fill(now)
    if (this.rate) this.tokens -= this.rate.unit === 'keys' ? keys : bytes
  }

  private get most(): number {
    return this.rate ? (this.rate.perSecond * BURST_MS) / 1000 : 0
  }

  private fill(now: number): void {
    const passedMs = Math.max(0, now - this.at)
    this.at = now
    if (this.rate) this.tokens = Math.min(this.most, this.tokens + (passedMs * this.rate.perSecond) / 1000)
  }
}
