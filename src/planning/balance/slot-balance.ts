import type {
  BalancedNode,
  NodeShare,
  BalanceObstacle,
  SlotBalance,
  BalancingMove,
} from '../../domain/balance.js'
import type {Move} from '../../domain/move.js'
import type {Node} from '../../domain/node.js'
import {slotsOf, toRanges} from '../../domain/slot.js'
import {type FigureMeasure, type SlotFigures, valuesOf} from '../../domain/slot-figures.js'
import type {Share} from '../rebalance.js'
import {type BalanceProblem, BalanceBoard} from './board.js'
import {bestBalance} from './plan.js'

/** What of maxmemory is left free on a primary that gets slots. */
const RESERVE = 0.1

/** What a slot costs besides the bytes of its keys: about as long as this many bytes take. */
const SLOT_COST = 16_000

/** Less than this is noise. Keys; bytes; microseconds of CPU time per second (1% of a CPU); bytes per second. */
const LEAST_DIFFERENCES: Readonly<Record<FigureMeasure, number>> = {
  keys: 100,
  memory: 1_000_000,
  ops: 10_000,
  cpu: 10_000,
  network: 100_000,
}

/** What to balance by. */
export type BalanceWish = {
  readonly measure: FigureMeasure
  /** By how many percent a primary may differ from its share before anything is moved. */
  readonly thresholdPercent: number
}

/** Balances primaries by what their slots hold or do. `shares`: the primaries that take part, with their weights. */
export function planSlotBalance(
  shares: readonly Pick<Share, 'node' | 'weight'>[],
  figures: SlotFigures,
  {measure, thresholdPercent}: BalanceWish,
): SlotBalance {
  const values = valuesOf(figures, measure) ?? []
  const problem: BalanceProblem = {
    nodes: shares.map(({node, weight}) => ({
      id: node.id,
      weight,
      slots: [...slotsOf(node.slots)],
      roomBytes: roomOf(node),
    })),
    loadOf: (slot) => values[slot] ?? 0,
    bytesOf: (slot) => figures.memory[slot] ?? 0,
    costOf: (slot) => (figures.memory[slot] ?? 0) + SLOT_COST,
    thresholdPercent,
    leastDifference: thresholdPercent === 0 ? 0 : LEAST_DIFFERENCES[measure],
  }
  const board = bestBalance(problem)
  return {
    measure,
    thresholdPercent,
    leastDifference: problem.leastDifference,
    moves: movesOn(board),
    movedBytes: [...board.moves.keys()].reduce((sum, slot) => sum + problem.bytesOf(slot), 0),
    nodes: nodesOn(board),
    obstacles: obstaclesOn(board),
  }
}

/** Bytes that a primary can take; a server without maxmemory takes all. Nobody knows what one takes that does not say. */
function roomOf({info}: Node): number {
  if (!info) return 0
  if (info.maxMemory === 0) return Infinity
  return Math.max(0, info.maxMemory * (1 - RESERVE) - info.usedMemory)
}

function movesOn({problem: {nodes}, moves}: BalanceBoard): BalancingMove[] {
  return [...moves.values()]
    .sort((a, b) => a.slot - b.slot)
    .flatMap(({slot, from, to}) => {
      const [source, target] = [nodes[from]?.id, nodes[to]?.id]
      return source === undefined || target === undefined ? [] : [{slot, source, target}]
    })
}

/** The moves between each pair of primaries. */
export function groupMoves(moves: readonly BalancingMove[]): Move[] {
  const pairs = new Map<
    string,
    {source: BalancingMove['source']; target: BalancingMove['target']; slots: number[]}
  >()
  for (const {slot, source, target} of moves) {
    const key = `${source} ${target}`
    const pair = pairs.get(key) ?? {source, target, slots: []}
    pair.slots.push(slot)
    pairs.set(key, pair)
  }
  return [...pairs.values()].map(({source, target, slots}) => ({source, target, ranges: toRanges(slots)}))
}

function nodesOn(board: BalanceBoard): BalancedNode[] {
  const {problem, moves, load} = board
  const before = new BalanceBoard(problem)
  return problem.nodes.map(({id, weight, slots}, index) => {
    const bytesOf = (some: Iterable<number>) => {
      let sum = 0
      for (const slot of some) sum += problem.bytesOf(slot)
      return sum
    }
    const all = [...moves.values()]
    const gone = all.filter(({from}) => from === index).map(({slot}) => slot)
    const come = all.filter(({to}) => to === index).map(({slot}) => slot)
    const bytes = bytesOf(slots)
    const first: NodeShare = {slots: slots.length, load: before.load[index] ?? 0, bytes}
    const last: NodeShare = {
      slots: slots.length - gone.length + come.length,
      load: load[index] ?? 0,
      bytes: bytes - bytesOf(gone) + bytesOf(come),
    }
    return {node: id, weight, before: first, after: last}
  })
}

/** Why primaries have more than their band allows after all moves. */
function obstaclesOn(board: BalanceBoard): BalanceObstacle[] {
  return board.problem.nodes.flatMap(({id, weight, slots}, index): BalanceObstacle[] => {
    const left = slots.filter((slot) => !board.moves.has(slot))
    if (weight === 0) return left.length > 0 ? [{code: 'no-memory', node: id}] : []
    if (board.excess(index) <= board.actBand(index)) return []
    const biggest = left.reduce<number | undefined>(
      (most, slot) =>
        most === undefined || board.problem.loadOf(slot) > board.problem.loadOf(most) ? slot : most,
      undefined,
    )
    const load = biggest === undefined ? 0 : board.problem.loadOf(biggest)
    if (biggest !== undefined && load > (board.targets[index] ?? 0)) {
      return [{code: 'slot-too-big', node: id, slot: biggest, load}]
    }
    return [{code: isFull(board, index, left) ? 'no-memory' : 'uneven', node: id}]
  })
}

/** Whether no primary that has less than its share can take even the lightest slot that counts. */
function isFull(board: BalanceBoard, index: number, left: readonly number[]): boolean {
  const {nodes, loadOf, bytesOf} = board.problem
  const lightest = left.reduce(
    (least, slot) => (loadOf(slot) > 0 ? Math.min(least, bytesOf(slot)) : least),
    Infinity,
  )
  return nodes.every(
    (_node, other) =>
      other === index ||
      !board.takesPart(other) ||
      board.excess(other) >= 0 ||
      (board.room[other] ?? 0) < lightest,
  )
}
