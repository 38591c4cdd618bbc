import type {NodeId} from '../domain/node.js'
import type {StepOf} from '../domain/step.js'
import {type ClusterSnapshot, reachableNodes, uncoveredRanges} from '../domain/snapshot.js'

/**
 * Waits until nodes agree and report ok, which a primary does some seconds after it has joined. A cluster that was
 * down before may still be down.
 */
export function agreeStep(snapshot: ClusterSnapshot, nodes: readonly NodeId[]): StepOf<'agree'> {
  const isDown =
    uncoveredRanges(snapshot).length > 0 ||
    reachableNodes(snapshot).some(({clusterInfo}) => clusterInfo?.state !== 'ok')
  return {kind: 'agree', nodes, ...(isDown && {inAnyState: true})}
}
