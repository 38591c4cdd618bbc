/** A timer that fires so much later than it should: the program, or the machine, did something else. */
const LATE_MS = 20

/** How often the limit is extended, each time by its length at most. */
const EXTENSIONS = 3

/** What is waited for: milliseconds, what has arrived so far in bytes, and the error after the limit. */
export type AnswerLimit = {
  readonly limitMs: number
  readonly heard: () => number
  readonly onLate: () => Error
}

/**
 * The answer of a server, or an error after the limit. Only the server's time counts: what has arrived is read before
 * the limit is over, a server that is in the middle of its answer gets more time, and so does one that was not listened
 * to because this program was late; but not more than three times the limit.
 */
export function answerInTime<T>(work: Promise<T>, {limitMs, heard, onLate}: AnswerLimit): Promise<T> {
  let extensions = 0
  let isAnswered = false
  let timer: NodeJS.Timeout
  return new Promise<T>((resolve, reject) => {
    const wait = (waitMs: number) => {
      const due = performance.now() + waitMs
      const before = heard()
      timer = setTimeout(() => {
        const late = performance.now() - due
        // Timers come first in a turn of the event loop, and what has arrived is read between them and this.
        setImmediate(() => {
          if (isAnswered) return
          const more = heard() === before ? Math.min(late, limitMs) : limitMs
          if (more > LATE_MS && extensions++ < EXTENSIONS) wait(more)
          else reject(onLate())
        })
      }, waitMs)
    }
    wait(limitMs)
    work.then(resolve, reject)
  }).finally(() => {
    isAnswered = true
    clearTimeout(timer)
  })
}
