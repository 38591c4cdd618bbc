import {USUAL_NODE_TIMEOUT_MS} from '../domain/election.js'
import {setTimeout as sleep} from 'node:timers/promises'
import {runChecks} from '../checks/index.js'
import type {Address} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import {isError} from '../domain/finding.js'
import {type ClusterSnapshot, reachableNodes} from '../domain/snapshot.js'
import {fingerprintOf} from '../planning/fingerprint.js'
import type {Session} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'

const PAUSE_MS = 150
/** Somebody who moves slots does not leave the cluster unchanged for that long. */
const CHANGING_LIMIT_MS = 10_000
/**
 * A snapshot that is not about to change: nodes are read at slightly different times, and what looks like damage may
 * be a failover or a move in progress. If nothing is wrong, it is the first snapshot. Otherwise two in a row must be
 * equal, and it waits until the others agree about nodes that just died. Throws REFUSED if the cluster keeps
 * changing, and CANCELLED when the signal is aborted.
 */
export async function takeSettledSnapshot(
  session: Session,
  seed: Address,
  signal: AbortSignal,
): Promise<ClusterSnapshot> {
  const start = performance.now()
  let last = ''
  let changes = start
  for (;;) {
    const snapshot = await takeSnapshot(session, seed)
    if (isQuiet(snapshot)) return snapshot
    const now = fingerprintOf(snapshot)
    const same = now === last
    if (!same) changes = performance.now()
    last = now
    const waited = performance.now() - start
    if (same && (!isPassing(snapshot) || waited > passingLimit(snapshot))) return snapshot
    if (!same && changes - start > CHANGING_LIMIT_MS) throw changing()
    if (signal.aborted) throw new ClusterToolError('CANCELLED', 'Interrupted; nothing was changed.')
    await sleep(PAUSE_MS)
  }
}

function isQuiet(snapshot: ClusterSnapshot): boolean {
  return !isPassing(snapshot) && runChecks(snapshot).every((finding) => !isError(finding))
}

/** Nodes that are joining or leaving, and whose final state is unknown. */
function isPassing(snapshot: ClusterSnapshot): boolean {
  const dying = snapshot.nodes.some(
    ({reachable, role, flags}) => role === 'primary' && !reachable && !flags.includes('fail'),
  )
  return dying || runChecks(snapshot).some(({code}) => code === 'node-handshake' || code === 'node-unknown')
}

/** After its timeout, a node is considered failed if enough others say so, and a node in handshake is forgotten. */
function passingLimit(snapshot: ClusterSnapshot): number {
  const timeouts = reachableNodes(snapshot).map(({config}) => config?.nodeTimeoutMs ?? USUAL_NODE_TIMEOUT_MS)
  return 2 * Math.max(0, ...timeouts) + 1000
}

function changing(): ClusterToolError {
  return new ClusterToolError(
    'REFUSED',
    `The cluster did not stay the same for ${PAUSE_MS} ms in ${CHANGING_LIMIT_MS / 1000} s, so somebody is changing it; nothing was changed.`,
    {hints: ['Wait until that ends, or stop it, then run the command again.']},
  )
}
