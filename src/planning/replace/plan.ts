import type {Node, NodeId} from '../../domain/node.js'
import type {Plan} from '../../domain/plan.js'
import type {Step} from '../../domain/step.js'
import {type ClusterSnapshot, reachableNodes} from '../../domain/snapshot.js'
import {type Joining, type Libraries, planAddNode} from '../add-node/plan.js'
import {agreeStep} from '../agree-step.js'
import {planDelNode} from '../del-node/plan.js'
import {bestReplica} from '../failover/best-replica.js'
import type {Home} from '../replica-homes.js'
import {afterReplacement, type RoleTaken} from './afterwards.js'

/** A node, and the one that takes its place. */
export type Replacement = {readonly old: Node; readonly joining: Joining}

export type ReplaceFacts = {
  readonly homes: readonly Home[]
  readonly libraries: Libraries
  /** The new node of a primary becomes a primary, and not one of the replicas that are there. */
  readonly keepRole: boolean
}

/**
 * New nodes join and copy all data before anything is taken from the old ones. Then living primaries hand over, and
 * all nodes forget the old ones. So each shard has as many copies at any time as before.
 */
export function planReplace(
  snapshot: ClusterSnapshot,
  replacements: readonly Replacement[],
  {homes, libraries, keepRole}: ReplaceFacts,
): Plan {
  const joining = replacements.map((one) => one.joining)
  const join = planAddNode(snapshot, joining, {homes, libraries})
  const roles = replacements.flatMap((one) => roleTaken(snapshot, one, keepRole))
  const after = afterReplacement(snapshot, {joining, homes, roles})
  const leaving = after.nodes.filter(({id}) => replacements.some(({old}) => old.id === id))
  const removal = planDelNode(after, leaving, {steps: [], warnings: []})
  const followers = homes.map(({node}) => node)
  return {
    steps: [
      ...join.steps,
      ...(followers.length > 0 ? [{kind: 'await-sync', nodes: followers} as const] : []),
      ...roles.flatMap((role) => changeSteps(role, after)),
      ...removal.steps,
    ],
    warnings: [],
    cautions: removal.cautions ?? [],
  }
}

function roleTaken(snapshot: ClusterSnapshot, {old, joining}: Replacement, keepRole: boolean): RoleTaken[] {
  if (old.role !== 'primary' || old.slots.length === 0) return []
  const heir = keepRole ? undefined : bestReplica(snapshot, old, undefined)
  return [{old, heir: heir?.info?.replication.linkUp ? heir.id : joining.node.id}]
}

function changeSteps({old, heir}: RoleTaken, after: ClusterSnapshot): Step[] {
  const nodes: NodeId[] = reachableNodes(after).map(({id}) => id)
  return [{kind: 'switch-over', node: heir, primary: old.id}, agreeStep(after, nodes)]
}
