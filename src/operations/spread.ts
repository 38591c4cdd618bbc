import type {Address} from '../domain/address.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {placementOf} from '../domain/placement.js'
import type {SpreadPlan} from '../domain/spread.js'
import {kindsFor} from '../planning/spread/audit.js'
import {planSpread} from '../planning/spread/plan.js'
import {stepsOfWaves} from '../planning/spread/steps.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {refuseUnhealthy} from './refuse-unhealthy.js'

export type SpreadOptions = ChangeOptions & {
  /** The places that count; undefined: zones if any node has one, and hosts. */
  readonly for: 'hosts' | 'zones' | undefined
  /** Called with the plan of placement before anything is shown or asked. */
  readonly onPlan: (plan: SpreadPlan) => void
}

/** Places the nodes of a cluster as safely as they can be. Throws as `change` does, and UNHEALTHY before it acts. */
export function spread(
  seed: Address,
  {for: wanted, onPlan, ...options}: SpreadOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const acts = !options.dryRun
  const makePlan = (situation: Situation) => {
    const {snapshot} = situation
    const placement = placementOf(snapshot)
    const plan = planSpread(placement, kindsFor(placement, wanted))
    onPlan(plan)
    const steps = stepsOfWaves(snapshot, plan.waves)
    if (acts && steps.length > 0) refuseUnhealthy(situation, [], 'spreading nodes')
    return Promise.resolve({steps, warnings: []})
  }
  return change({command: 'spread', seed, makePlan}, options, context)
}
