import type {Node, NodeId} from '../../domain/node.js'
import type {Plan} from '../../domain/plan.js'
import type {Caution, Step, StepOf} from '../../domain/step.js'
import {type ClusterSnapshot, reachableNodes, shardsOf} from '../../domain/snapshot.js'
import {agreeStep} from '../agree-step.js'
import {planNewHomes} from '../replica-homes.js'
import {listSome} from '../words.js'

/**
 * Steps that remove nodes, after `moves` have taken their slots. First the replicas that stay get new primaries,
 * because a replica does not forget its primary. Then all nodes that stay forget the removed ones, and only then
 * these are reset: a node that was reset first would be told about the cluster again by nodes that still know it. If
 * the run dies in between, the nodes are members again after the ban of 60 s, and the command can be run again.
 */
export function planDelNode(snapshot: ClusterSnapshot, leaving: readonly Node[], moves: Plan): Plan {
  const ids = leaving.map(({id}) => id)
  const stayers = reachableNodes(snapshot)
    .map(({id}) => id)
    .filter((id) => !ids.includes(id))
  const homes = planNewHomes(snapshot, ids).map(({node, primary}): StepOf<'replicate'> => ({
    kind: 'replicate',
    node,
    primary,
  }))
  const steps: Step[] = [
    ...moves.steps,
    ...homes,
    ...ids.map((node) => ({kind: 'forget', node, by: stayers}) as const),
    ...leaving.filter(({reachable}) => reachable).map(({id}) => ({kind: 'reset', node: id}) as const),
    {...agreeStep(snapshot, stayers), without: ids},
  ]
  return {
    steps,
    warnings: moves.warnings,
    cautions: [
      ...(moves.cautions ?? []),
      ...bareCautions(snapshot, ids, homes),
      ...downCautions(snapshot, leaving),
    ],
  }
}

/** Primaries with slots that lose their last replica. */
function bareCautions(
  snapshot: ClusterSnapshot,
  leaving: readonly NodeId[],
  homes: readonly StepOf<'replicate'>[],
): Caution[] {
  const bare = shardsOf(snapshot).filter(({primary: {id, slots}, replicas}) => {
    const stay = replicas.some((replica) => replica.reachable && !leaving.includes(replica.id))
    const loses = replicas.some((replica) => leaving.includes(replica.id))
    return (
      loses &&
      !stay &&
      slots.length > 0 &&
      !leaving.includes(id) &&
      !homes.some(({primary}) => primary === id)
    )
  })
  if (bare.length === 0) return []
  const names = listSome(bare.map(({primary}) => primary.address))
  return [
    {
      code: 'no-replica-left',
      message: `${names} will have no replica. If ${bare.length === 1 ? 'it' : 'one'} fails, its keys are lost.`,
      advice: 'Add another replica first: clustertool add-node NEW_HOST:PORT HOST:PORT --replica',
      nodes: bare.map(({primary}) => primary.id),
    },
  ]
}

/** A node that does not hear of the removal will tell the others about the removed node again. */
function downCautions({nodes, seed}: ClusterSnapshot, leaving: readonly Node[]): Caution[] {
  const down = nodes.filter((node) => !node.reachable && !leaving.includes(node))
  if (down.length === 0) return []
  const again = leaving.map(({id}) => id).join(' ')
  const at = nodes.find(
    ({id, reachable}) => reachable && id !== seed && !leaving.some((one) => one.id === id),
  )
  return [
    {
      code: 'nodes-down',
      message:
        `${listSome(down.map(({address}) => address))} did not answer and cannot forget the node. ` +
        'After a restart, it may add the node to the cluster again.',
      advice: `When it is back: clustertool del-node ${at?.address ?? 'HOST:PORT'} ${again}`,
      nodes: down.map(({id}) => id),
    },
  ]
}
