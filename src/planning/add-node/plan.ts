import type {FunctionLibrary, EndpointFacts} from '../../domain/move-facts.js'
import type {Node, NodeId} from '../../domain/node.js'
import type {Plan} from '../../domain/plan.js'
import type {Caution, Step} from '../../domain/step.js'
import {type ClusterSnapshot, nodeById, reachableNodes} from '../../domain/snapshot.js'
import {agreeStep} from '../agree-step.js'
import {listSome} from '../words.js'
import type {Home} from '../replica-homes.js'

/** A node that joins, or has started to, and its functions. */
export type Joining = {readonly node: Node; readonly end: EndpointFacts | undefined}

/** The function libraries of the cluster, and the node that has them. */
export type Libraries = {readonly from: NodeId | undefined; readonly functions: readonly FunctionLibrary[]}

/**
 * Steps that make nodes members, and replicas if there is a primary for them. Leaves out what is already done. Nodes
 * of the cluster that did not answer take no part.
 */
export function planAddNode(
  snapshot: ClusterSnapshot,
  joining: readonly Joining[],
  {homes, libraries}: {readonly homes: readonly Home[]; readonly libraries: Libraries},
): Plan {
  const members = reachableNodes(snapshot).map(({id}) => id)
  const newcomers = joining.filter(({node}) => !nodeById(snapshot, node.id)).map(({node}) => node.id)
  const steps: Step[] = [
    ...functionSteps(joining, homes, libraries),
    ...(newcomers.length > 0 ? [{kind: 'meet', nodes: [...members, ...newcomers], newcomers} as const] : []),
    ...homes
      .filter(({node, primary}) => nodeById(snapshot, node)?.primaryId !== primary)
      .map(({node, primary}) => ({kind: 'replicate', node, primary}) as const),
  ]
  if (steps.length === 0) return {steps, warnings: []}
  const nodes = [...new Set([...members, ...newcomers])]
  return {
    steps: [...steps, agreeStep(snapshot, nodes)],
    warnings: [],
    cautions: downCautions(snapshot),
  }
}

/** Replicas get functions from their primary. */
function functionSteps(
  joining: readonly Joining[],
  homes: readonly Home[],
  {from, functions}: Libraries,
): Step[] {
  if (from === undefined || functions.length === 0) return []
  const replicas = new Set(homes.map(({node}) => node))
  return joining
    .filter(({node, end}) => !replicas.has(node.id) && (end?.functions?.length ?? 0) < functions.length)
    .map(({node}) => ({kind: 'copy-functions', from, node: node.id}))
}

function downCautions({nodes}: ClusterSnapshot): Caution[] {
  const down = nodes.filter(({reachable}) => !reachable)
  if (down.length === 0) return []
  return [
    {
      code: 'nodes-down',
      message: `${listSome(down.map(({address}) => address))} did not answer and will learn about the new nodes by gossip.`,
      advice: 'You need not do anything. To see when all nodes know each other: clustertool check',
      nodes: down.map(({id}) => id),
    },
  ]
}
