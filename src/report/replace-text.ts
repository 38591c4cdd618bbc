import type {ChangeOutcome, ChangeProposal} from '../domain/outcome.js'
import type {Step} from '../domain/step.js'
import {cautionLines} from './caution-text.js'
import {removedIds} from './del-node-text.js'
import {switchOverWords} from './failover-text.js'
import {type NameOf, namesOf} from './names.js'
import {paintFor, type TextOptions} from './palette.js'
import {list} from './words.js'

/** What a replace will do, a line for each change. No line end after the last line. */
export function replaceProposalText({before, plan}: ChangeProposal, options: TextOptions): string {
  const nameOf = namesOf(before)
  return [
    ...plan.steps.flatMap((step) => lineFor(step, nameOf)),
    ...cautionLines(plan.cautions ?? [], paintFor(options)),
  ].join('\n')
}

function lineFor(step: Step, nameOf: NameOf): string[] {
  switch (step.kind) {
    case 'meet':
      return [`${list((step.newcomers ?? []).map(nameOf))} join the cluster.`]
    case 'replicate':
      return [`${nameOf(step.node)} copies the data of ${nameOf(step.primary)}.`]
    case 'switch-over':
      return [`${nameOf(step.node)} takes the place of ${nameOf(step.primary)}.`]
    case 'forget':
      return [`All nodes forget ${nameOf(step.node)}.`]
    default:
      return []
  }
}

/** What was done, in one or two sentences. */
export function replacedText({before, plan, steps}: ChangeOutcome): string {
  const held = steps.flatMap(({switchOver}) => (switchOver ? [`Roles: ${switchOverWords(switchOver)}.`] : []))
  return [`Replaced ${list(removedIds(plan).map(namesOf(before)), 10)}.`, ...held].join(' ')
}
