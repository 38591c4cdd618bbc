type Arrival = {readonly end: number; readonly at: number}

/** Parts that arrive closer together than this count as one. */
const TOGETHER_MS = 10

/** When which part of a stream arrived. */
export class Arrivals {
  private parts: Arrival[] = []

  /** Notes that everything up to this byte has arrived, at this time in milliseconds. */
  note(end: number, at: number): void {
    const last = this.parts.at(-1)
    if (last && at - last.at < TOGETHER_MS) this.parts[this.parts.length - 1] = {end, at: last.at}
    else this.parts.push({end, at})
  }

  /** When the byte before `end` arrived; undefined if that was before this run. */
  of(end: number): number | undefined {
    return this.parts.find((part) => part.end >= end)?.at
  }

  /** Forgets what is before this byte. */
  passed(offset: number): void {
    const keep = this.parts.findIndex(({end}) => end > offset)
    if (keep > 0) this.parts.splice(0, keep)
    else if (keep < 0) this.parts = []
  }
}
