/** The value, or undefined if the signal is aborted first; what the work then comes to is not waited for. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const {promise, cancel} = abortionOf(signal)
  try {
    return await Promise.race([work, promise])
  } finally {
    cancel()
  }
}

function abortionOf(signal: AbortSignal): {
  readonly promise: Promise<undefined>
  readonly cancel: () => void
} {
  let give = () => {}
  const promise = new Promise<undefined>((resolve) => (give = () => resolve(undefined)))
  if (signal.aborted) give()
  else signal.addEventListener('abort', give, {once: true})
  return {promise, cancel: () => signal.removeEventListener('abort', give)}
}
