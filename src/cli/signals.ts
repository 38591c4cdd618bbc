import {printable} from '../report/words.js'
import {run} from './run.js'
import {restoreTerminal} from './terminal-guard.js'

const CODES = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const
type Signal = keyof typeof CODES

/**
 * timeout(1) sends a signal to the process and to its group, npx passes on a signal that the terminal has sent to
 * both, and a shell passes on the hangup that the kernel has also sent. Signals within this time count as one.
 */
const SAME_WISH_MS = 250

let firstAt: number | undefined
let told = ''

/**
 * From now on the first signal asks the operation to stop at its next safe point, and another one ends it at once.
 * `what` tells the user what happens after the first one; empty: it happens at once, and nothing is said.
 */
export function stopOnSignals(what: string): void {
  told = what
  for (const [name, code] of Object.entries(CODES) as [Signal, number][]) {
    process.on(name, () => {
      const now = performance.now()
      if (firstAt === undefined) begin(name, now)
      else if (now - firstAt > SAME_WISH_MS) endNow(code)
    })
  }

  function begin(name: Signal, now: number): void {
    firstAt = now
    run.stop()
    if (what === '') return
    process.stderr.write(
      `${what}; ${name === 'SIGINT' ? 'Ctrl-C again' : 'another signal'} stops immediately.\n`,
    )
  }
}

/** Does what the first signal does; `by` asked for it from another terminal. The next signal ends the process at once. */
export function stopOnRequest(by: string): void {
  if (firstAt !== undefined) return
  firstAt = performance.now()
  run.stop()
  process.stderr.write(`Stopped by ${printable(by)}. ${told}; Ctrl-C stops immediately.\n`)
}

function endNow(code: number): void {
  restoreTerminal()
  process.stderr.write(`Stopped immediately. ${run.openText}\n`)
  process.exit(code)
}
