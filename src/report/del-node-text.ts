import type {ChangeOutcome, ChangeProposal} from '../domain/outcome.js'
import type {NodeId} from '../domain/node.js'
import type {Step, StepOf} from '../domain/step.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import {countSlots} from '../domain/slot.js'
import {movesOf, planNotes} from './move-text.js'
import {addressesOf, type NameOf, namesOf} from './names.js'
import type {TextOptions} from './palette.js'
import {count} from '../domain/count.js'

/** What a del-node will do; nothing is done yet when this is shown. */
export function delNodeProposalText({before, plan}: ChangeProposal, options: TextOptions): string {
  const seed = nodeById(before, before.seed)?.address ?? 'HOST:PORT'
  const nameOf = namesOf(before)
  return [
    ...removedIds(plan).map((id) => `>>> Removing node ${id} from cluster ${seed}: ${whatIs(before, id)}`),
    ...movesOf(plan).map(
      ({source, target, ranges}) =>
        `Moving ${countSlots(ranges)} slots from ${nameOf(source)} to ${nameOf(target)}`,
    ),
    ...plan.steps.flatMap((step) => stepLines(step, nameOf)),
    ...planNotes({plan}, options),
  ].join('\n')
}

/** The last lines of a successful del-node. */
export function removedLines({plan}: Pick<ChangeOutcome, 'plan'>): string[] {
  return removedIds(plan).map((id) => `[OK] Node ${id} removed from the cluster.`)
}

/** The nodes that a plan removes. */
export function removedIds({steps}: ChangeProposal['plan']): NodeId[] {
  return steps.filter((step): step is StepOf<'forget'> => step.kind === 'forget').map(({node}) => node)
}

function whatIs(snapshot: ClusterSnapshot, id: NodeId): string {
  const node = nodeById(snapshot, id)
  if (!node) return id
  const nameOf = addressesOf(snapshot)
  const silence = node.reachable ? '' : ', does not answer'
  if (node.role === 'primary')
    return `${nameOf(id)}, primary, ${count(countSlots(node.slots), 'slot')}${silence}`
  return `${nameOf(id)}, replica of ${node.primaryId ? nameOf(node.primaryId) : 'an unknown node'}${silence}`
}

function stepLines(step: Step, nameOf: NameOf): string[] {
  if (step.kind === 'replicate') return [`${nameOf(step.node)} becomes a replica of ${nameOf(step.primary)}`]
  if (step.kind === 'forget')
    return [`${count(step.by.length, 'node')} will be made to forget ${nameOf(step.node)}`]
  return step.kind === 'reset'
    ? [`${nameOf(step.node)} will be reset, so that it can join another cluster`]
    : []
}
