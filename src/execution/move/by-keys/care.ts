/** Number of batches that are sent one by one after the target did not answer in time. */
const CAREFUL_BATCHES = 20

/** Whether batches are sent one at a time, because the target recently did not answer in time. */
export class Care {
  private left = 0

  get isNeeded(): boolean {
    return this.left > 0
  }

  /** After each batch. */
  learn(timedOut: boolean): void {
    this.left = timedOut ? CAREFUL_BATCHES : Math.max(0, this.left - 1)
  }
}
