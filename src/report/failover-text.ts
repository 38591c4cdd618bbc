import {count} from '../domain/count.js'
import {isRoleChange} from '../domain/failover.js'
import type {ChangeOutcome, ChangeProposal} from '../domain/outcome.js'
import {nodeById} from '../domain/snapshot.js'
import type {StepResult} from '../domain/step.js'
import type {SwitchOver} from '../domain/switch-over.js'
import {cautionLines} from './caution-text.js'
import {type NameOf, namesOf} from './names.js'
import {paintFor, type TextOptions} from './palette.js'
import {describeSlots} from './slots-text.js'

/** Who takes whose place, one line for each shard, then the cautions. No line end after the last line. */
export function failoverProposalText(proposal: ChangeProposal, options: TextOptions): string {
  const {before, plan} = proposal
  const nameOf = namesOf(before)
  return [
    ...plan.steps.filter(isRoleChange).map(({node, primary}) => {
      const slots = describeSlots(nodeById(before, primary)?.slots ?? [])
      return `${nameOf(node)} takes the place of ${nameOf(primary)} (${slots}).`
    }),
    ...cautionLines(plan.cautions ?? [], paintFor(options)),
  ].join('\n')
}

/** What was done, a sentence for each shard. */
export function failoverText({before, steps}: ChangeOutcome): string {
  const nameOf = namesOf(before)
  return steps.flatMap((result) => sentenceFor(result, nameOf)).join(' ')
}

function sentenceFor({step, switchOver}: StepResult, nameOf: NameOf): string[] {
  if (!isRoleChange(step)) return []
  const done = `${nameOf(step.node)} took the place of ${nameOf(step.primary)}`
  return [`${done}${switchOver ? `: ${switchOverWords(switchOver)}` : ''}.`]
}

/** `writes were held for 12 ms; 2 replicas resynced in part`. */
export function switchOverWords({heldMs, resyncs: {partial, full}}: SwitchOver): string {
  const held = heldMs === undefined ? [] : [`writes were held for ${Math.ceil(heldMs)} ms`]
  const synced = [
    ...(partial > 0 ? [`${count(partial, 'replica')} resynced without a full copy`] : []),
    ...(full > 0 ? [`${count(full, 'replica')} copied all data again`] : []),
  ]
  return [...held, ...synced].join('; ')
}
