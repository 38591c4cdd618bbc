import {slotsOf} from '../domain/slot.js'
import type {FailoverProblem} from '../planning/failover/problems.js'
import type {Pair} from '../planning/failover/pairs.js'
import type {Session} from '../redis/session.js'

/**
 * Replicas that hold keys, and none in the slots of their primary: they got this primary lately, and still have the data
 * of another shard. To elect one of them would lose all keys of the shard.
 */
export async function foreignDataProblems(
  session: Session,
  pairs: readonly Pair[],
): Promise<FailoverProblem[]> {
  const problems = await Promise.all(pairs.map((pair) => foreignDataOf(session, pair)))
  return problems.flatMap((problem) => problem ?? [])
}

async function foreignDataOf(
  session: Session,
  {replica, primary}: Pair,
): Promise<FailoverProblem | undefined> {
  const keys = replica.info?.keys.reduce((sum, one) => sum + one.keys, 0) ?? 0
  if (keys === 0) return undefined
  const own = await session.node(replica.id).countSlotKeys([...slotsOf(primary.slots)])
  if (own !== 0) return undefined
  return {
    code: 'foreign-data',
    message: `${replica.address} has ${keys} keys, and none of them in the slots of ${primary.address}: it has not copied its data yet.`,
    advice: 'Name another replica. To see what they hold: clustertool info HOST:PORT',
  }
}
