import type {ChangeOutcome, ChangeProposal} from '../domain/outcome.js'
import {nodeById} from '../domain/snapshot.js'
import {countSlots} from '../domain/slot.js'
import {movesOf, planNotes} from './move-text.js'
import {namesOf} from './names.js'
import type {TextOptions} from './palette.js'

/** What a del-node is about to do, in the lines that scripts know. */
export function delNodeProposalText({before, plan}: ChangeProposal, options: TextOptions): string {
  const seed = nodeById(before, before.seed)?.address ?? 'HOST:PORT'
  const nameOf = namesOf(before)
  const moves = movesOf(plan)
  const lines = plan.steps.flatMap((step) => {
    if (step.kind === 'replicate') return [`>>> ${nameOf(step.node)} as replica of ${nameOf(step.primary)}`]
    return []
  })
  const resets = plan.steps.filter(({kind}) => kind === 'reset')
  return [
    ...removedIds(plan).map((id) => `>>> Removing node ${id} from cluster ${seed}`),
    ...moves.map(
      ({source, target, ranges}) =>
        `Moving ${countSlots(ranges)} slots from ${nameOf(source)} to ${nameOf(target)}`,
    ),
    ...lines,
    '>>> Sending CLUSTER FORGET messages to the cluster...',
    ...resets.map(() => '>>> Sending CLUSTER RESET SOFT to the deleted node.'),
    ...planNotes({plan}, options),
  ].join('\n')
}

/** What del-node says at the end of a run that went well. */
export function removedLines({plan}: ChangeOutcome): string[] {
  return removedIds(plan).map((id) => `[OK] Node ${id} removed from the cluster.`)
}

function removedIds({steps}: ChangeProposal['plan']): string[] {
  return steps.flatMap((step) => (step.kind === 'forget' ? [step.node] : []))
}
