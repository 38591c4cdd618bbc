import {ClusterToolError} from '../domain/errors.js'
import type {Move} from '../domain/move.js'
import {operationName} from '../domain/operation-words.js'
import type {JudgedOperation, Operation, SavedPlan} from '../domain/operation.js'
import {isSameProcess, type Presence} from '../domain/operator.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import {type Journals, readJournals} from '../journal/operations.js'
import {isAlive} from '../journal/process-mark.js'
import {heirOf} from '../planning/heirs.js'
import {isOfCluster} from '../planning/same-cluster.js'
import {judgeOperations} from '../planning/standing.js'
import type {Session} from '../redis/session.js'
import {presencesOn} from './presences.js'

/** The recorded operations on a cluster, with their standings, oldest first; and what could not be read. */
export type JudgedJournals = {
  readonly operations: readonly JudgedOperation[]
  readonly problems: Journals['problems']
}

/** Reads all operations on this cluster, and finds out which of them are running. */
export async function operationsOn(
  folder: string,
  {session, snapshot}: {readonly session: Session; readonly snapshot: ClusterSnapshot},
): Promise<JudgedJournals> {
  const [{operations, problems}, present] = await Promise.all([
    readJournals(folder),
    presencesOn(session, snapshot),
  ])
  const running = new Set(operations.filter((one) => isAtWork(one, present)).map(({id}) => id))
  // Judged together: what a node did in another cluster may explain what it did here.
  const judged = judgeOperations(operations, running)
  return {operations: judged.filter((operation) => isOfCluster(operation, snapshot)), problems}
}

function isAtWork(operation: Operation, present: readonly Presence[]): boolean {
  if (operation.status !== 'unfinished') return false
  return isAlive(operation) || present.some((presence) => isSameProcess(presence, operation))
}

/** The error for a user who wants to resume, undo or dismiss a running operation. */
export function atWork(operation: JudgedOperation): ClusterToolError {
  return new ClusterToolError(
    'REFUSED',
    `${operationName(operation)} is running, process ${operation.pid} on ${operation.host}; nothing was changed.`,
    {hints: ['Wait until it ends, or stop it.']},
  )
}

/** The error for a user who names an operation that has no journal here. */
export function noSuchOperation(id: string | undefined): ClusterToolError {
  return new ClusterToolError('USAGE', `There is no operation ${id ?? ''} on this cluster.`, {
    hints: ['clustertool history lists them.'],
  })
}

/** The moves of a plan as they would be now: between the nodes that have the roles of its nodes. */
export function intentsOf(
  planned: Pick<SavedPlan, 'plan' | 'cluster'> | undefined,
  now: ClusterSnapshot,
): Move[] {
  if (!planned) return []
  return planned.plan.steps.flatMap((step): Move[] => {
    if (step.kind !== 'migrate-slots') return []
    const [source, target] = [step.source, step.target].map((id) => heirOf(id, planned.cluster, now))
    return source && target && nodeById(now, target) ? [{source, target, ranges: step.ranges}] : []
  })
}
