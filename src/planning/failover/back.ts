import {ClusterToolError} from '../../domain/errors.js'
import {isRoleChange, type RoleChange} from '../../domain/failover.js'
import type {JudgedOperation} from '../../domain/operation.js'
import {operationName} from '../../domain/operation-words.js'
import {type ClusterSnapshot, nodeById} from '../../domain/snapshot.js'
import type {Pair} from './pairs.js'

/** The last failover that changed a role. */
export function lastFailover(operations: readonly JudgedOperation[]): JudgedOperation | undefined {
  return operations.findLast((one) => one.command === 'failover' && changesOf(one).length > 0)
}

/**
 * The pairs that give primaries the roles again that a failover took from them, the last one first; without those that
 * have them already. Throws REFUSED if another node is the primary now.
 */
export function pairsBack(snapshot: ClusterSnapshot, operation: JudgedOperation): Pair[] {
  return changesOf(operation)
    .toReversed()
    .flatMap(({node, primary}): Pair[] => {
      const [now, old] = [nodeById(snapshot, node), nodeById(snapshot, primary)]
      if (old?.role === 'primary' && now?.primaryId === primary) return []
      if (now && old?.role === 'replica' && old.primaryId === node) return [{replica: old, primary: now}]
      const name = old?.address ?? primary
      throw new ClusterToolError(
        'REFUSED',
        `${name} is no longer a replica of ${now?.address ?? node}, as ${operationName(operation)} left it; nothing was changed.`,
        {hints: ['Name the replicas that are to be primaries: clustertool failover HOST:PORT REPLICA']},
      )
    })
}

function changesOf({plan, results}: JudgedOperation): RoleChange[] {
  return results.flatMap(({index, status}) => {
    const step = plan.steps[index]
    return status !== 'not-run' && step && isRoleChange(step) ? [step] : []
  })
}
