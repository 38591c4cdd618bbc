/**
 * Has a function called when this process ends without getting to its own clean-up: exit, or a signal that nobody else
 * listens to. It must be synchronous. Returns a function that takes it back.
 */
export function atExit(cleanUp: () => void): () => void {
  if (cleanUps.size === 0) watch()
  cleanUps.add(cleanUp)
  return () => {
    cleanUps.delete(cleanUp)
    if (cleanUps.size === 0) unwatch()
  }
}

const SIGNALS = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const
type Signal = keyof typeof SIGNALS

const cleanUps = new Set<() => void>()
const listeners = new Map<Signal, () => void>()

function watch(): void {
  process.on('exit', cleanUpAll)
  for (const [name, code] of Object.entries(SIGNALS) as [Signal, number][]) {
    // Who listens already says what the signal means, and ends the process in its own time.
    if (process.listenerCount(name) > 0) continue
    const listener = () => process.exit(code)
    listeners.set(name, listener)
    process.on(name, listener)
  }
}

function unwatch(): void {
  process.off('exit', cleanUpAll)
  for (const [name, listener] of listeners) process.off(name, listener)
  listeners.clear()
}

function cleanUpAll(): void {
  for (const cleanUp of cleanUps) cleanUp()
  cleanUps.clear()
}
