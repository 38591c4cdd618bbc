/** Milliseconds of CPU time that this process needs for `work`: other processes on a busy machine do not count. */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const {user, system} = process.cpuUsage(before)
  return (user + system) / 1000
}
