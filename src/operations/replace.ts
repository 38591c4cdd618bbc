import type {Address} from '../domain/address.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import {findNode} from '../planning/find-node.js'
import {homesOfReplacements, replaceProblems} from '../planning/replace/homes.js'
import {planReplace, type Replacement} from '../planning/replace/plan.js'
import {readyToJoin} from './add-node.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {refuseProblems} from './refuse-problems.js'
import {refuseUnhealthy} from './refuse-unhealthy.js'

export type ReplaceOptions = ChangeOptions & {
  /** Names of nodes of the cluster, and as many new nodes. */
  readonly old: readonly string[]
  readonly with: readonly Address[]
  readonly keepRole: boolean
}

/**
 * Puts new nodes in the places of old ones, living or dead. Throws as `change` does, USAGE for names that fit no node,
 * and REFUSED or UNREACHABLE with every problem of every node.
 */
export function replace(
  seed: Address,
  {old: names, with: addresses, keepRole, ...options}: ReplaceOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = async (situation: Situation): Promise<Plan> => {
    const {snapshot} = situation
    const olds = names.map((name) => findNode(snapshot, name))
    refuseProblems(replaceProblems(olds))
    refuseUnhealthy(situation, [], 'replacing nodes')
    const ready = await readyToJoin(addresses, situation, {
      asReplicas: false,
      homesFor: (joining) =>
        homesOfReplacements(
          snapshot,
          joining.flatMap(({node}, at) => (olds[at] ? [{old: olds[at], substitute: node}] : [])),
        ),
    })
    const replacements = ready.joining.flatMap((joining, at): Replacement[] =>
      olds[at] ? [{old: olds[at], joining}] : [],
    )
    return planReplace(snapshot, replacements, {...ready, keepRole})
  }
  return change({command: 'replace', seed, makePlan}, options, context)
}
