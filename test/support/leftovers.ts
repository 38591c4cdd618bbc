/**
 * Calls a function when the test run ends without its own clean-up: at exit, by a signal, or by the death of the
 * process that started it. The function must be synchronous. Returns a function that cancels this.
 */
export function onAbruptEnd(cleanUp: () => void): () => void {
  if (cleanUps.size === 0) watch()
  cleanUps.add(cleanUp)
  return () => cleanUps.delete(cleanUp)
}

const cleanUps = new Set<() => void>()
let watching = false

function watch(): void {
  if (watching) return
  watching = true
  process.on('exit', cleanUpAll)
  const signals = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const
  for (const [name, code] of Object.entries(signals)) process.on(name, () => process.exit(code))
  watchParent()
}

// mocha runs the tests in a child process and does not pass on a SIGTERM: without this they would keep running
// unnoticed.
function watchParent(): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid !== parent) process.exit(143)
  }, 250)
  timer.unref()
}

function cleanUpAll(): void {
  for (const cleanUp of cleanUps) cleanUp()
  cleanUps.clear()
}
