import type {ChangeOutcome, ChangeProposal, Event} from '../../domain/outcome.js'
import type {NodeId} from '../../domain/node.js'
import {type StepOf, type StepResult} from '../../domain/step.js'
import {countSlots, slotsOf} from '../../domain/slot.js'
import {type ClusterSnapshot, nodeById} from '../../domain/snapshot.js'
import {cautionLines} from '../../report/caution-text.js'
import {movesOf} from '../../report/plan-text.js'
import {addressesOf} from '../../report/names.js'
import {paintFor} from '../../report/palette.js'
import {isStopped} from '../../domain/stopped.js'
import {printable} from '../../report/words.js'
import {legacyNode, legacyRanges} from './node-lines.js'
import type {LegacyText} from './words.js'

/** A reshard that is about to be done: the nodes, and every slot with the node that gives it. */
export function legacyReshardProposal({before, plan}: ChangeProposal, options: LegacyText): string[] {
  const moves = movesOf(plan)
  const ids = (end: 'source' | 'target') => [...new Set(moves.map((move) => move[end]))]
  const slots = moves.reduce((sum, {ranges}) => sum + countSlots(ranges), 0)
  return [
    '',
    `Ready to move ${slots} slots.`,
    '  Source nodes:',
    ...ids('source').flatMap((id) => indented(before, id, options)),
    '  Destination node:',
    ...ids('target').flatMap((id) => indented(before, id, options)),
    '  Resharding plan:',
    ...moves.flatMap((move) => planLines(move, options)),
    ...cautionLines(plan.cautions ?? [], paintFor(options)),
  ]
}

function indented(snapshot: ClusterSnapshot, id: NodeId, {tool}: LegacyText): string[] {
  const node = nodeById(snapshot, id)
  return (node ? legacyNode(node, snapshot, tool) : [`M: ${id}`]).map((line) => `    ${line}`)
}

/** valkey-cli 9.1 has a line for each source. */
function planLines({source, ranges}: StepOf<'migrate-slots'>, {tool}: LegacyText): string[] {
  if (tool === 'valkey-cli') {
    const list = legacyRanges(ranges, 'redis-trib').replaceAll(',', ' ')
    return [`    Moving slot range ${list} from ${source}`]
  }
  return [...slotsOf(ranges)].map((slot) => `    Moving slot ${slot} from ${source}`)
}

/** A line for each slot that has its new owner. */
export function tellMovedSlots({before, plan}: ChangeProposal, event: Event, {tool}: LegacyText): string[] {
  if (event.type !== 'slots-moved') return []
  const step = plan.steps[event.index]
  if (step?.kind !== 'migrate-slots') return []
  const nameOf = addressesOf(before)
  const ends = `from ${nameOf(step.source)} to ${nameOf(step.target)}`
  if (tool === 'valkey-cli' && step.method !== 'keys') {
    const list = legacyRanges(event.ranges, 'redis-trib').replaceAll(',', ' ')
    return [`Moving slot range ${list} ${ends} via atomic slot migration`]
  }
  const colon = tool === 'valkey-cli' ? '' : ': '
  return [...slotsOf(event.ranges)].map((slot) => `Moving slot ${slot} ${ends}${colon}`)
}

/** What a rebalance takes into account. */
export type Balances = {
  readonly nodes: number
  readonly totalWeight: number
  /** Slots above what a primary should own, or below; undefined when they are not to be shown. */
  readonly surplus: readonly {readonly address: string; readonly slots: number}[] | undefined
}

/** The head of a rebalance that is about to be done. */
export function legacyRebalanceHead(
  {plan}: ChangeProposal,
  balances: Balances,
  options: LegacyText,
): string[] {
  const {nodes, totalWeight, surplus = []} = balances
  return [
    `>>> Rebalancing across ${nodes} nodes. Total weight = ${totalWeight.toFixed(2)}`,
    ...surplus
      .toSorted((a, b) => a.slots - b.slots)
      .map(({address, slots}) => `${printable(address)} balance is ${slots} slots`),
    ...cautionLines(plan.cautions ?? [], paintFor(options)),
  ]
}

/** A pair of nodes, and a # for each slot; `slots` that moved, or all of them in a simulation. */
export function legacyPairLines(
  {before}: Pick<ChangeProposal, 'before'>,
  {source, target, ranges}: StepOf<'migrate-slots'>,
  slots = countSlots(ranges),
): string[] {
  const nameOf = addressesOf(before)
  return [`Moving ${countSlots(ranges)} slots from ${nameOf(source)} to ${nameOf(target)}`, '#'.repeat(slots)]
}

/** A pair of nodes that has ended. */
export function tellPair(proposal: ChangeProposal, event: Event): string[] {
  if (event.type !== 'step-finished') return []
  const {step, move} = event.result
  return step.kind === 'migrate-slots' ? legacyPairLines(proposal, step, countSlots(move?.moved ?? [])) : []
}

/** What the old tools say of a move that failed. */
export function failedMoveLines({steps}: ChangeOutcome): string[] {
  return steps
    .filter(
      (result: StepResult) =>
        result.step.kind === 'migrate-slots' && result.status === 'failed' && !isStopped(result),
    )
    .map(({error}) => `clusterManagerMoveSlot failed: ${printable(error ?? 'unknown reason')}`)
}
