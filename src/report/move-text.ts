import type {MoveMethod} from '../domain/move.js'
import type {Node, NodeId} from '../domain/node.js'
import type {ChangeProposal} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import {countSlots, formatRanges} from '../domain/slot.js'
import {nodeById, type ClusterSnapshot} from '../domain/snapshot.js'
import {cautionLines} from './caution-text.js'
import {namesOf} from './names.js'
import {paintFor, type TextOptions} from './palette.js'
import {movesOf, movesText} from './plan-text.js'

/** A reshard before it is done, in the lines that scripts know. No line end after the last line. */
export function reshardProposalText(proposal: ChangeProposal, options: TextOptions): string {
  if (options.detail !== 'full') return movesText(proposal, options)
  const {before, plan} = proposal
  const moves = movesOf(plan)
  const slots = moves.reduce((sum, {ranges}) => sum + countSlots(ranges), 0)
  const ids = (end: 'source' | 'target') => [...new Set(moves.map((move) => move[end]))]
  return [
    `Ready to move ${slots} slots.`,
    '  Source nodes:',
    ...ids('source').flatMap((id) => nodeLines(before, id)),
    '  Destination node:',
    ...ids('target').flatMap((id) => nodeLines(before, id)),
    '  Resharding plan:',
    ...moves.flatMap(({source, ranges}) =>
      ranges.map(({start, end}) =>
        start === end
          ? `    Moving slot ${start} from ${source}`
          : `    Moving slot range ${start}-${end} from ${source}`,
      ),
    ),
    ...planNotes({plan}, options),
  ].join('\n')
}

/** A rebalance before it is done, in the lines that scripts know. */
export function rebalanceProposalText(proposal: ChangeProposal, options: TextOptions): string {
  if (options.detail !== 'full') return movesText(proposal, options)
  const {before, plan} = proposal
  const nameOf = namesOf(before)
  const moves = movesOf(plan)
  const involved = new Set(moves.flatMap(({source, target}) => [source, target]))
  const owners = before.nodes.filter(
    ({id, role, slots}) => role === 'primary' && (slots.length > 0 || involved.has(id)),
  )
  return [
    `>>> Rebalancing across ${owners.length} nodes.`,
    ...moves.map(
      ({source, target, ranges}) =>
        `Moving ${countSlots(ranges)} slots from ${nameOf(source)} to ${nameOf(target)}`,
    ),
    ...planNotes({plan}, options),
  ].join('\n')
}

/** The text of a rebalance that has nothing to do. */
export function noRebalanceText(thresholdPercent: number): string {
  return `*** No rebalancing needed! All nodes are within the ${thresholdPercent.toFixed(2)}% threshold.`
}

/** The methods of the moves and the number of parallel pairs, then what to know before. */
export function planNotes({plan}: Pick<ChangeProposal, 'plan'>, options: TextOptions): string[] {
  return [...methodLines(plan), ...cautionLines(plan.cautions ?? [], paintFor(options))]
}

const METHODS: Readonly<Record<MoveMethod, string>> = {
  keys: 'key by key (MIGRATE)',
  'atomic-valkey': 'atomically (CLUSTER MIGRATESLOTS)',
  'atomic-redis': 'atomically (CLUSTER MIGRATION IMPORT)',
}

function methodLines(plan: Plan): string[] {
  const moves = movesOf(plan)
  const methods = [...new Set(moves.map(({method}) => method))]
  if (moves.length === 0) return []
  if (methods.length === 1) return methods.map((method) => `Slots move ${METHODS[method]}.`)
  return methods.map((method) => {
    const slots = moves.reduce(
      (sum, move) => (move.method === method ? sum + countSlots(move.ranges) : sum),
      0,
    )
    return `${slots} slots move ${METHODS[method]}.`
  })
}

function nodeLines(snapshot: ClusterSnapshot, id: NodeId): string[] {
  const node: Node | undefined = nodeById(snapshot, id)
  if (!node) return [`    P: ${id}`]
  const ranges = node.slots.map((range) => `[${formatRanges([range])}]`).join(',')
  return [
    `    P: ${node.id} ${node.address}`,
    `       slots:${ranges === '' ? ' ' : ranges} (${countSlots(node.slots)} slots) primary`,
  ]
}
