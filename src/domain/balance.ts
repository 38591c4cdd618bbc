import type {NodeId} from './node.js'
import type {FigureMeasure, SlotFigures} from './slot-figures.js'

/** What primaries can be balanced by. */
export const BALANCE_MEASURES = ['slots', 'keys', 'memory', 'ops', 'cpu', 'network'] as const

/** A slot that changes its owner. */
export type BalancingMove = {readonly slot: number; readonly source: NodeId; readonly target: NodeId}

/** A primary before and after. */
export type BalancedNode = {
  readonly node: NodeId
  /** Its share in proportion to the others. */
  readonly weight: number
  readonly before: NodeShare
  readonly after: NodeShare
}

/** What a primary has. */
export type NodeShare = {
  readonly slots: number
  /** Of what is balanced. */
  readonly load: number
  /** Memory of its keys, in bytes. */
  readonly bytes: number
}

/** Why a node differs from its share by more than was wanted, after the moves. */
export type BalanceObstacle =
  /** One slot is too big: it cannot be divided. */
  | {readonly code: 'slot-too-big'; readonly node: NodeId; readonly slot: number; readonly load: number}
  /** No other primary has enough memory for more. */
  | {readonly code: 'no-memory'; readonly node: NodeId}
  | {readonly code: 'uneven'; readonly node: NodeId}

/** Moves that balance primaries by what their slots hold or do. */
export type SlotBalance = {
  readonly measure: FigureMeasure
  /** By how many percent a primary may differ from its share before anything is moved. */
  readonly thresholdPercent: number
  /** By how much it may differ in any case: less than that is noise. In units of the measure. */
  readonly leastDifference: number
  readonly moves: readonly BalancingMove[]
  /** Memory of the keys that move, in bytes. */
  readonly movedBytes: number
  readonly nodes: readonly BalancedNode[]
  readonly obstacles: readonly BalanceObstacle[]
}

/** A balance with the figures that it was made from. */
export type MeasuredBalance = {readonly balance: SlotBalance; readonly figures: SlotFigures}

/** How the highest load compares with the average, each by its weight: 1 if all are even; undefined without load. */
export function spreadOf(
  nodes: readonly {readonly weight: number; readonly load: number}[],
): number | undefined {
  const total = nodes.reduce((sum, {load}) => sum + load, 0)
  const weights = nodes.reduce((sum, {weight}) => sum + weight, 0)
  if (total <= 0 || weights <= 0) return undefined
  const each = nodes.map(({weight, load}) => (weight > 0 ? load / weight : load > 0 ? Infinity : 0))
  return Math.max(...each) / (total / weights)
}
