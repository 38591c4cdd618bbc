import type {ChangeOutcome, ChangeProposal} from '../domain/outcome.js'
import type {Node, NodeId} from '../domain/node.js'
import type {Step, StepOf} from '../domain/step.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import {countSlots} from '../domain/slot.js'
import {cautionLines} from './caution-text.js'
import {planNotes} from './move-text.js'
import {addressesOf, type NameOf, namesOf} from './names.js'
import {paintFor, type TextOptions} from './palette.js'
import {movesOf, pairLines} from './plan-text.js'
import {list} from './words.js'
import {count} from '../domain/count.js'

/** What a del-node will do; nothing is done yet when this is shown. */
export function delNodeProposalText(proposal: ChangeProposal, options: TextOptions): string {
  return options.detail === 'full' ? fullText(proposal, options) : shortText(proposal, options)
}

function shortText({before, plan}: ChangeProposal, options: TextOptions): string {
  const nameOf = namesOf(before)
  const replicas = plan.steps.filter((step) => step.kind === 'replicate')
  return [
    ...pairLines(movesOf(plan), nameOf),
    ...replicas.map(({node, primary}) => `Make ${nameOf(node)} a replica of ${nameOf(primary)}.`),
    ...plan.steps.flatMap((step) => (step.kind === 'forget' ? [removalLine({before, plan}, step)] : [])),
    ...cautionLines(plan.cautions ?? [], paintFor(options)),
  ].join('\n')
}

/** What was removed, in one sentence. */
export function removedText({before, plan}: ChangeProposal): string {
  return `Removed ${list(removedIds(plan).map(namesOf(before)), 10)}.`
}

function fullText({before, plan}: ChangeProposal, options: TextOptions): string {
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
  return node ? `${addressesOf(snapshot)(id)}, ${roleOf(node, snapshot)}` : id
}

function removalLine({before, plan}: ChangeProposal, {node, by}: StepOf<'forget'>): string {
  const facts = nodeById(before, node)
  const role = facts ? ` (${roleOf(facts, before)})` : ''
  const isReset = plan.steps.some((step) => step.kind === 'reset' && step.node === node)
  const fate = `${count(by.length, 'node')} forget it${isReset ? ', and it is reset' : ''}`
  return `Remove ${namesOf(before)(node)}${role}: ${fate}.`
}

function roleOf({role, slots, primaryId, reachable}: Node, snapshot: ClusterSnapshot): string {
  const silence = reachable ? '' : ', does not answer'
  if (role === 'primary') return `primary, ${count(countSlots(slots), 'slot')}${silence}`
  return `replica of ${primaryId ? addressesOf(snapshot)(primaryId) : 'an unknown node'}${silence}`
}

function stepLines(step: Step, nameOf: NameOf): string[] {
  if (step.kind === 'replicate') return [`${nameOf(step.node)} becomes a replica of ${nameOf(step.primary)}`]
  if (step.kind === 'forget')
    return [`${count(step.by.length, 'node')} will be made to forget ${nameOf(step.node)}`]
  return step.kind === 'reset'
    ? [`${nameOf(step.node)} will be reset, so that it can join another cluster`]
    : []
}
