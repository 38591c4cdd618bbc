import type {FailoverMode} from '../../domain/failover.js'
import type {Plan} from '../../domain/plan.js'
import type {Caution, Step} from '../../domain/step.js'
import {type ClusterSnapshot, reachableNodes} from '../../domain/snapshot.js'
import {agreeStep} from '../agree-step.js'
import type {Pair} from './pairs.js'

/**
 * One change of roles after the other, because two elections at once take the same epoch, for which each primary votes
 * once; the next one begins when all nodes know the new roles.
 */
export function planFailover(snapshot: ClusterSnapshot, pairs: readonly Pair[], mode: FailoverMode): Plan {
  const witnesses = reachableNodes(snapshot).map(({id}) => id)
  const agree = agreeStep(snapshot, witnesses)
  const steps = pairs.flatMap((pair): Step[] => [stepFor(pair, mode), agree])
  return {steps, warnings: [], cautions: mode === 'plain' ? [] : pairs.map((pair) => cautionFor(pair, mode))}
}

function stepFor({replica: {id: node}, primary: {id: primary}}: Pair, mode: FailoverMode): Step {
  if (mode === 'plain') return {kind: 'switch-over', node, primary}
  return {kind: 'failover', node, primary, ...(mode === 'takeover' && {withoutVotes: true, atOnce: true})}
}

function cautionFor({replica, primary}: Pair, mode: FailoverMode): Caution {
  const lost = `Writes that ${primary.address} accepted and ${replica.address} has not received are lost`
  const split =
    mode === 'takeover'
      ? ` So are all writes to ${primary.address} from now on, if it is still up where clients reach it.`
      : ''
  return {
    code: 'writes-lost',
    message: `${lost}.${split}`,
    advice: `If ${primary.address} may come back with its data, bring it back instead.`,
    nodes: [replica.id, primary.id],
  }
}
