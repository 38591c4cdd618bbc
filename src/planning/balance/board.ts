import type {NodeId} from '../../domain/node.js'

/** A primary that takes part. */
type BalanceNode = {
  readonly id: NodeId
  /** Its share in proportion to the others; 0: it gives all its slots away. */
  readonly weight: number
  readonly slots: readonly number[]
  /** Bytes of memory that it can still take. */
  readonly roomBytes: number
}

/** What is to be balanced. */
export type BalanceProblem = {
  readonly nodes: readonly BalanceNode[]
  /** What a slot counts for; 0 or more. */
  readonly loadOf: (slot: number) => number
  /** Memory of the keys of a slot, in bytes. */
  readonly bytesOf: (slot: number) => number
  /** What moving a slot costs; plans cost as little as possible. */
  readonly costOf: (slot: number) => number
  /** By how many percent a primary may differ from its share before anything is moved. */
  readonly thresholdPercent: number
  /** By how much it may differ in any case, in units of the load. */
  readonly leastDifference: number
}

/** One slot on its way, by the indices of its ends. */
export type BoardMove = {readonly slot: number; readonly from: number; readonly to: number}

/**
 * The primaries while slots are moved in thought. A primary differs too much if its load is outside its band. Plans aim at
 * half the band, so that the next run has nothing to do.
 */
export class BalanceBoard {
  readonly problem: BalanceProblem
  readonly load: number[]
  readonly targets: readonly number[]
  /** Bytes that each node can still take. What it gives away may be freed too late to count. */
  readonly room: number[]
  readonly moves = new Map<number, BoardMove>()

  constructor(problem: BalanceProblem) {
    const {nodes, loadOf} = problem
    this.problem = problem
    this.load = nodes.map(({slots}) => slots.reduce((sum, slot) => sum + loadOf(slot), 0))
    this.room = nodes.map(({roomBytes}) => roomBytes)
    const total = this.load.reduce((sum, load) => sum + load, 0)
    const weights = nodes.reduce((sum, {weight}) => sum + weight, 0)
    this.targets = nodes.map(({weight}) => (total * weight) / weights)
  }

  /** By how much a node may differ from its share when moves end. */
  goalBand(index: number): number {
    return this.actBand(index) / 2
  }

  /** By how much a node may differ before anything is moved. */
  actBand(index: number): number {
    const {thresholdPercent, leastDifference} = this.problem
    return Math.max(((this.targets[index] ?? 0) * thresholdPercent) / 100, leastDifference)
  }

  /** How much a node has above its share; negative: below. */
  excess(index: number): number {
    return (this.load[index] ?? 0) - (this.targets[index] ?? 0)
  }

  /** Whether a node keeps or gets slots. */
  takesPart(index: number): boolean {
    return (this.problem.nodes[index]?.weight ?? 0) > 0
  }

  /** The load for a weight of 1, by which nodes are compared. */
  relative(index: number, change = 0): number {
    const weight = this.problem.nodes[index]?.weight ?? 0
    return weight > 0 ? ((this.load[index] ?? 0) + change) / weight : Infinity
  }

  /** How far all nodes together are outside their bands; 0: all are inside. */
  get violation(): number {
    return this.load.reduce((sum, _load, index) => sum + this.violationOf(index), 0)
  }

  /** How far one node is outside its band, if its load changes by this. Squared: one that is far outside is worse than two that are half as far. */
  violationOf(index: number, change = 0): number {
    const beyond = Math.max(0, Math.abs(this.excess(index) + change) - this.goalBand(index))
    return beyond ** 2 / Math.max(1e-9, this.targets[index] || 1)
  }

  /** Whether any node differs so much that moves are worth it. */
  get isOff(): boolean {
    return this.problem.nodes.some(
      ({weight, slots}, index) =>
        (weight === 0 && slots.length > 0) || Math.abs(this.excess(index)) > this.actBand(index),
    )
  }

  /** What all moves cost. */
  get cost(): number {
    return [...this.moves.keys()].reduce((sum, slot) => sum + this.problem.costOf(slot), 0)
  }

  /** Moves a slot that has not moved. */
  move(slot: number, from: number, to: number): void {
    this.moves.set(slot, {slot, from, to})
    this.shift(slot, from, to)
    this.room[to] = (this.room[to] ?? 0) - this.problem.bytesOf(slot)
  }

  /** Leaves a slot where it was. */
  undo({slot, from, to}: BoardMove): void {
    this.moves.delete(slot)
    this.shift(slot, to, from)
    this.room[to] = (this.room[to] ?? 0) + this.problem.bytesOf(slot)
  }

  private shift(slot: number, from: number, to: number): void {
    const load = this.problem.loadOf(slot)
    this.load[from] = (this.load[from] ?? 0) - load
    this.load[to] = (this.load[to] ?? 0) + load
  }
}
