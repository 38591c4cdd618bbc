import type {NodeId} from '../domain/node.js'
import type {ClusterFacts} from '../domain/operation.js'
import type {StepOf} from '../domain/step.js'
import {countSlots, intersectRanges} from '../domain/slot.js'
import {type ClusterSnapshot, nodeById, reachableNodes} from '../domain/snapshot.js'

/**
 * The primary that has the role of a node since a plan was made: the node itself, or the replica that took over from
 * it.
 */
export function heirOf(id: NodeId, {nodes}: ClusterFacts, now: ClusterSnapshot): NodeId {
  const node = nodeById(now, id)
  if (node?.reachable && node.role === 'primary') return id
  const replicas = new Set(nodes.filter(({primaryId}) => primaryId === id).map((replica) => replica.id))
  const heir = reachableNodes(now).find((one) => one.role === 'primary' && replicas.has(one.id))
  return heir?.id ?? id
}

/** A move as it can continue now: between the heirs of its ends, with the slots that its source still has. */
export function inherit(
  step: StepOf<'migrate-slots'>,
  facts: ClusterFacts,
  now: ClusterSnapshot,
): StepOf<'migrate-slots'> | undefined {
  const source = heirOf(step.source, facts, now)
  const ranges = intersectRanges(step.ranges, nodeById(now, source)?.slots ?? [])
  if (countSlots(ranges) === 0) return undefined
  return {...step, source, target: heirOf(step.target, facts, now), ranges}
}
