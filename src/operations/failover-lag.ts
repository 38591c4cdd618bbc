import {setTimeout as sleep} from 'node:timers/promises'
import type {FailoverProblem} from '../planning/failover/problems.js'
import type {Pair} from '../planning/failover/pairs.js'
import type {Session} from '../redis/session.js'

/** A healthy replica is some milliseconds behind. */
const PATIENCE_MS = 2000
const POLL_MS = 20

/**
 * The replicas that do not reach, within two seconds, what their primaries had sent at the beginning: a failover to
 * them would hold writes until it fails.
 */
export async function lagProblems(session: Session, pairs: readonly Pair[]): Promise<FailoverProblem[]> {
  const problems = await Promise.all(pairs.map((pair) => lagOf(session, pair)))
  return problems.flatMap((problem) => problem ?? [])
}

async function lagOf(session: Session, {replica, primary}: Pair): Promise<FailoverProblem | undefined> {
  const wanted = await offsetOf(session, primary)
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const behind = wanted - (await offsetOf(session, replica))
    if (behind <= 0) return undefined
    if (performance.now() > deadline) return lagging({replica, primary}, behind)
    await sleep(POLL_MS)
  }
}

function lagging({replica, primary}: Pair, bytes: number): FailoverProblem {
  return {
    code: 'replica-lagging',
    message: `${replica.address} is ${bytes} bytes behind what ${primary.address} had sent ${PATIENCE_MS / 1000} s ago.`,
    advice: 'Wait until it has caught up: clustertool wait HOST:PORT --for synced',
  }
}

async function offsetOf(session: Session, {id}: Pair['replica']): Promise<number> {
  return (await session.node(id).replicationFacts()).replication.offset ?? 0
}
