import type {Move} from '../domain/move.js'
import type {Operation, SavedPlan} from '../domain/operation.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {heirOf} from '../planning/heirs.js'
import {type Journals, readJournals} from '../journal/operations.js'

/** What was written down of operations on this cluster: those that share a node with it, oldest first. */
export async function operationsOn(folder: string, snapshot: ClusterSnapshot): Promise<Journals> {
  const {operations, problems} = await readJournals(folder)
  const ids = new Set(snapshot.nodes.map(({id}) => id))
  const isOfIt = ({cluster}: Operation) => [...cluster.nodes, ...cluster.others].some(({id}) => ids.has(id))
  return {operations: operations.filter(isOfIt), problems}
}

/** The last operation that did not come to its end and that none took up since; undefined when there is none. */
export function unfinishedOf(operations: readonly Operation[]): Operation | undefined {
  return operations.findLast(
    ({id, status, command}) =>
      (status === 'unfinished' || status === 'incomplete') &&
      command !== 'resume' &&
      !operations.some(({of, status: ending}) => of === id && ending === 'done') &&
      !(
        command === 'fix' &&
        operations.some((later) => later.command === 'fix' && later.id > id && isOver(later))
      ),
  )
}

function isOver({status}: Operation): boolean {
  return status === 'done'
}

/** The moves of a plan as they would be made now: by who stands where its nodes stood. */
export function intentsOf(
  planned: Pick<SavedPlan, 'plan' | 'cluster'> | undefined,
  now: ClusterSnapshot,
): Move[] {
  if (!planned) return []
  return planned.plan.steps.flatMap((step): Move[] => {
    if (step.kind !== 'migrate-slots') return []
    const [source, target] = [step.source, step.target].map((id) => heirOf(id, planned.cluster, now))
    return source && target ? [{source, target, ranges: step.ranges}] : []
  })
}

/** The last operation that moved slots and was not taken back since. */
export function undoableOf(operations: readonly Operation[]): Operation | undefined {
  return operations.findLast(
    ({id, command, results}) =>
      UNDOABLE.has(command) &&
      results.some(({move}) => (move?.moved.length ?? 0) > 0) &&
      !operations.some((other) => other.command === 'undo' && other.of === id && other.status === 'done'),
  )
}

const UNDOABLE: ReadonlySet<string> = new Set(['reshard', 'rebalance', 'apply', 'resume'])
