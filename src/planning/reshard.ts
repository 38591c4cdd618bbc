import {ClusterToolError} from '../domain/errors.js'
import type {Move} from '../domain/move.js'
import type {Node} from '../domain/node.js'
import {countSlots, formatRanges, intersectRanges, type SlotRange, subtractRanges} from '../domain/slot.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {shareOut} from './share.js'
import {SlotStock} from './take-slots.js'
import {count} from '../domain/count.js'

/**
 * What should move to `to`: a number of slots, or specific slots. `from` are primaries, as found by `findPrimary`.
 */
export type ReshardWish = {readonly to: Node; readonly from: readonly Node[] | 'all'} & (
  | {readonly slots: number; readonly ranges?: undefined}
  | {readonly ranges: readonly SlotRange[]; readonly slots?: undefined}
)

/** The moves that a reshard asks for. Throws USAGE if they are not possible. */
export function planReshardMoves(snapshot: ClusterSnapshot, wish: ReshardWish): Move[] {
  const sources = sourcesOf(snapshot, wish)
  return wish.ranges
    ? moveRanges(snapshot, sources, wish.to, wish.ranges)
    : moveCount(sources, wish.to, wish.slots)
}

function sourcesOf({nodes}: ClusterSnapshot, {to, from}: ReshardWish): Node[] {
  if (from === 'all') return nodes.filter((node) => owns(node) && node.id !== to.id)
  const sources = [...new Map(from.map((node) => [node.id, node])).values()]
  if (sources.some(({id}) => id === to.id)) {
    throw new ClusterToolError('USAGE', `${to.address} is both the target and a source.`)
  }
  const empty = sources.find((node) => !owns(node))
  if (empty) throw new ClusterToolError('USAGE', `${empty.address} owns no slots.`)
  if (sources.length === 0) throw new ClusterToolError('USAGE', 'No source node was given.')
  return sources
}

/** Of an unreachable primary, the others say what it owns, but its slots cannot be moved. */
function owns(node: Node): boolean {
  return node.role === 'primary' && node.slots.length > 0
}

/** In proportion to the slots of the sources; the largest gives first. */
function moveCount(sources: readonly Node[], to: Node, slots: number): Move[] {
  const owned = sources.map((node) => countSlots(node.slots))
  const total = owned.reduce((sum, some) => sum + some, 0)
  if (!Number.isInteger(slots) || slots < 1 || slots > total) {
    throw new ClusterToolError(
      'USAGE',
      `Cannot move ${slots} slots to ${to.address}. The sources own ${count(total, 'slot')}.`,
    )
  }
  const order = sources
    .map((source, index) => ({source, index, owned: owned[index] ?? 0}))
    .toSorted((a, b) => b.owned - a.owned || a.index - b.index)
  const shares = shareOut(
    slots,
    order.map((one) => one.owned),
  )
  return order.flatMap(({source}, at) => {
    const ranges = new SlotStock(source).take(shares[at] ?? 0, to.id)
    return ranges.length > 0 ? [{source: source.id, target: to.id, ranges}] : []
  })
}

function moveRanges(
  {nodes}: ClusterSnapshot,
  sources: readonly Node[],
  to: Node,
  ranges: readonly SlotRange[],
): Move[] {
  const wanted = subtractRanges(ranges, to.slots)
  const moves = sources.map(({id, slots}) => ({
    source: id,
    target: to.id,
    ranges: intersectRanges(wanted, slots),
  }))
  const left = moves.reduce((rest, move) => subtractRanges(rest, move.ranges), wanted)
  if (left.length > 0) throw notWithSources(nodes, left)
  return moves.filter((move) => move.ranges.length > 0)
}

function notWithSources(nodes: readonly Node[], left: readonly SlotRange[]): ClusterToolError {
  const owner = nodes.find((node) => owns(node) && intersectRanges(left, node.slots).length > 0)
  if (!owner) {
    return new ClusterToolError('UNHEALTHY', `No node owns slots ${formatRanges(left)}.`, {
      hints: ['To see what is wrong: clustertool check'],
    })
  }
  const its = formatRanges(intersectRanges(left, owner.slots))
  return new ClusterToolError('USAGE', `Slots ${its} belong to ${owner.address}, which is not a source.`, {
    hints: ['Add it to --from, or omit --from to move the slots from any owner.'],
  })
}
