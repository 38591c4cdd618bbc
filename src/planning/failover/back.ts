import {ClusterToolError} from '../../domain/errors.js'
import {isRoleChange, type RoleChange} from '../../domain/failover.js'
import type {Node} from '../../domain/node.js'
import type {JudgedOperation} from '../../domain/operation.js'
import {operationName} from '../../domain/operation-words.js'
import {type ClusterSnapshot, nodeById} from '../../domain/snapshot.js'
import type {Pair} from './pairs.js'

/** A failover, and what resumed it, in the order of time. */
export type FailoverRuns = {readonly operation: JudgedOperation; readonly runs: readonly JudgedOperation[]}

/** The last failover that changed a role, alone or by what resumed it. */
export function lastFailover(operations: readonly JudgedOperation[]): FailoverRuns | undefined {
  const failovers = operations
    .filter(({command}) => command === 'failover')
    .map((operation) => ({
      operation,
      runs: [operation, ...operations.filter((one) => resumes(one, operation))],
    }))
  return failovers.findLast(({runs}) => runs.flatMap(changesOf).length > 0)
}

function resumes({command, of}: JudgedOperation, {id}: JudgedOperation): boolean {
  return command === 'resume' && of === id
}

/**
 * The pairs that give primaries the roles again that a failover took from them, the last one first; without those that
 * have them already. Throws REFUSED if another node is the primary now.
 */
export function pairsBack(snapshot: ClusterSnapshot, {operation, runs}: FailoverRuns): Pair[] {
  const changes = runs.flatMap(changesOf).toReversed()
  return changes.flatMap((change) => pairBack(snapshot, operation, change))
}

function pairBack(
  snapshot: ClusterSnapshot,
  operation: JudgedOperation,
  {node, primary}: RoleChange,
): Pair[] {
  const [now, old] = [nodeById(snapshot, node), nodeById(snapshot, primary)]
  if (!now || !old) throw changedSince(operation, old?.address ?? primary, now?.address ?? node)
  if (isUndone(now, old)) return []
  if (old.role === 'replica' && old.primaryId === node) return [{replica: old, primary: now}]
  throw changedSince(operation, old.address, now.address)
}

function isUndone(now: Node, old: Node): boolean {
  return old.role === 'primary' && now.primaryId === old.id
}

function changedSince(operation: JudgedOperation, old: string, now: string): ClusterToolError {
  return new ClusterToolError(
    'REFUSED',
    `${old} is no longer a replica of ${now}, as ${operationName(operation)} left it; nothing was changed.`,
    {hints: ['Name the replicas that are to be primaries: clustertool failover HOST:PORT REPLICA']},
  )
}

function changesOf({plan, results}: JudgedOperation): RoleChange[] {
  return results.flatMap(({index, status}) => {
    const step = plan.steps[index]
    return status !== 'not-run' && step && isRoleChange(step) ? [step] : []
  })
}
