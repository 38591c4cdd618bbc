export type SafetyNet = {
  /** Aborted with the signal that was given, and by the first error that is taken. */
  readonly signal: AbortSignal
  /** Remembers an error of our own, and has the steps in hand come to their safe points. */
  readonly take: (error: unknown) => void
  /** Runs what may throw, and takes what it throws. */
  readonly run: (use: () => void) => void
  /** Throws the first error that was taken. */
  readonly tell: () => void
  /** Lets go of the signal that was given. */
  readonly remove: () => void
}

/** Holds errors that must not end an operation while it has slots open, such as those of a listener. */
export function safetyNet(signal: AbortSignal): SafetyNet {
  const controller = new AbortController()
  const stop = () => controller.abort()
  let taken: {readonly error: unknown} | undefined
  signal.addEventListener('abort', stop, {once: true})
  if (signal.aborted) stop()
  const take = (error: unknown): void => {
    taken ??= {error}
    stop()
  }
  return {
    signal: controller.signal,
    take,
    run(use) {
      try {
        use()
      } catch (error) {
        take(error)
      }
    },
    tell() {
      if (taken) throw taken.error
    },
    remove: () => signal.removeEventListener('abort', stop),
  }
}
