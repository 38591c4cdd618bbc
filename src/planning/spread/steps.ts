import type {NodeId} from '../../domain/node.js'
import type {PlacementAction} from '../../domain/spread.js'
import type {Step} from '../../domain/step.js'
import {type ClusterSnapshot, reachableNodes} from '../../domain/snapshot.js'
import {agreeStep} from '../agree-step.js'

/**
 * The steps of the waves, in order. Changes of roles are made one after the other, and a wave ends when replicas that
 * got a new primary have all its data: until then they are no copies.
 */
export function stepsOfWaves(
  snapshot: ClusterSnapshot,
  waves: readonly (readonly PlacementAction[])[],
): Step[] {
  const agree = agreeStep(
    snapshot,
    reachableNodes(snapshot).map(({id}) => id),
  )
  return waves.flatMap((wave) => {
    const homes = wave.filter((action) => action.kind === 'replicate')
    const changes = wave.filter((action) => action.kind === 'switch-over')
    return [
      ...changes.flatMap(({replica, primary}): Step[] => [
        {kind: 'switch-over', node: replica, primary},
        agree,
      ]),
      ...homes.map(({node, primary}): Step => ({kind: 'replicate', node, primary})),
      ...(homes.length > 0 ? [awaitSync(homes.map(({node}) => node)), agree] : []),
    ]
  })
}

function awaitSync(nodes: readonly NodeId[]): Step {
  return {kind: 'await-sync', nodes}
}
