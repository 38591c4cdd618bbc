export type SafetyNet = {
  /** Aborted with the given signal, and by the first error that is taken. */
  readonly signal: AbortSignal
  /** Remembers a bug, and makes running steps come to their safe points. */
  readonly take: (error: unknown) => void
  /** Runs something that may throw, and takes its error. */
  readonly run: (use: () => void) => void
  /** Throws the first error that was taken. */
  readonly tell: () => void
  /** Stops listening to the given signal. */
  readonly remove: () => void
}

/** Holds back errors that must not end an operation while it has slots open, such as those of a listener. */
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
