/** The value, or undefined if the signal is aborted first. */
export async function unlessEnded<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined
  return new Promise((resolve, reject) => {
    const give = () => resolve(undefined)
    signal.addEventListener('abort', give, {once: true})
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give))
  })
}
