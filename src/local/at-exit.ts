/**
 * Calls a function when this process ends without its own clean-up: at exit, or by a signal that nothing else
 * handles. The function must be synchronous. Returns a function that cancels this.
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
type ExitSignal = keyof typeof SIGNALS

const cleanUps = new Set<() => void>()
const listeners = new Map<ExitSignal, () => void>()

function watch(): void {
  process.on('exit', cleanUpAll)
  for (const [name, code] of Object.entries(SIGNALS) as [ExitSignal, number][]) {
    // An existing listener already handles the signal, and ends the process itself.
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
