import {isAtLeast} from './version.js'

/** What decides when a replica may be elected again. */
export type ElectionFacts = {
  readonly software: 'redis' | 'valkey'
  readonly version: string
  readonly nodeTimeoutMs: number
  /**
   * Whether a replica of the primary has asked for votes since its process was started. That the primary asked is no
   * obstacle: it won.
   */
  readonly hasAsked: boolean
  /** Milliseconds since the replica connected to its primary; undefined if that may not be read. */
  readonly linkAgeMs: number | undefined
}

/** The default of cluster-node-timeout in milliseconds, for servers that do not tell theirs. */
export const USUAL_NODE_TIMEOUT_MS = 15_000

/** A replica starts no other election for this many node timeouts, and at least 4 s. */
const RETRY_TIMEOUTS = 4
const LEAST_RETRY_MS = 4000

/**
 * Milliseconds to wait before a replica that was in an election lately can win another one. Until then it does not ask
 * for votes, or does not get them, and writes are held in vain (auth_retry_time and voted_time in
 * clusterHandleSlaveFailover and clusterSendFailoverAuthIfNeeded, cluster.c; changed in Valkey 8.1).
 *
 * Servers do not tell when the election was. The link is younger than the last change of roles, so an old link means
 * an old election.
 */
export function electionWaitMs({
  software,
  version,
  nodeTimeoutMs,
  hasAsked,
  linkAgeMs = 0,
}: ElectionFacts): number {
  if (!hasAsked || (software === 'valkey' && isAtLeast(version, 8, 1))) return 0
  return Math.max(0, Math.max(RETRY_TIMEOUTS * nodeTimeoutMs, LEAST_RETRY_MS) - linkAgeMs)
}
