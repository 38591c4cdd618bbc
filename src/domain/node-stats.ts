/** What one node does, according to INFO. Counters begin with its process, or with CONFIG RESETSTAT. */
export type NodeStats = {
  /** Identifies the process. */
  readonly runId: string
  readonly uptimeSeconds: number
  /** Commands per second: the mean of the last 1.6 s (16 samples of 100 ms). */
  readonly opsPerSecond: number
  /** Bytes per second, over the same time. */
  readonly netInPerSecond: number
  readonly netOutPerSecond: number
  readonly commands: number
  readonly hits: number
  readonly misses: number
  readonly expiredKeys: number
  readonly evictedKeys: number
  /** Bytes since it was started. */
  readonly netInBytes: number
  readonly netOutBytes: number
  readonly clients: number
  readonly blockedClients: number
  readonly rejectedConnections: number
  /** Seconds of CPU, of the user and the system. */
  readonly cpuSeconds: number
  /** Resident memory by used memory; undefined if the server does not say it. */
  readonly fragmentation: number | undefined
  /** It writes a snapshot or rewrites its AOF in a child process. */
  readonly saving: boolean
  /** The last snapshot or AOF write failed. */
  readonly saveFailed: boolean
}
