let restore: (() => void) | undefined
let isListening = false

/** From now on the terminal has to be restored before the process ends, however it ends. */
export function guardTerminal(how: () => void): void {
  restore = how
  if (isListening) return
  isListening = true
  process.on('exit', restoreTerminal)
}

/** Restores the terminal, if a full screen is shown; before anything is written for the user to read. */
export function restoreTerminal(): void {
  const how = restore
  restore = undefined
  how?.()
}
