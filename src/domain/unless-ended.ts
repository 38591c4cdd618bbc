/** The value, or undefined if the signal is aborted first; the work goes on then. */
export async function unlessEnded<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined
  return new Promise((resolve, reject) => {
    const give = () => resolve(undefined)
    signal.addEventListener('abort', give, {once: true})
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give))
  })
}

/** The value, or undefined if it takes longer than this number of milliseconds; the work goes on then. */
export async function unlessLate<T>(work: Promise<T>, limitMs: number): Promise<T | undefined> {
  const end = new AbortController()
  // Not AbortSignal.timeout, which does not keep the process alive.
  // What has arrived in the meantime is read first, because it is not late if this program was.
  const timer = setTimeout(() => setImmediate(() => end.abort()), limitMs)
  try {
    return await unlessEnded(work, end.signal)
  } finally {
    clearTimeout(timer)
  }
}
