import type {BalanceProblem} from '../../../../src/planning/balance/board.js'
import {id} from '../../../support/snapshot.js'
import {randomNumbers} from '../random.js'

/** What a slot counts for, and its bytes. */
export type SlotSize = {readonly load: number; readonly bytes: number}

export type ProblemOptions = {
  readonly weights?: readonly number[]
  readonly rooms?: readonly number[]
  readonly thresholdPercent?: number
}

/** A problem in which each node owns some slots, numbered in the order in which they are given. */
export function problemOf(
  nodes: readonly (readonly SlotSize[])[],
  {weights = [], rooms = [], thresholdPercent = 10}: ProblemOptions = {},
): BalanceProblem {
  const sizes = nodes.flat()
  let next = 0
  return {
    nodes: nodes.map((own, at) => ({
      id: id(`n${at}`),
      weight: weights[at] ?? 1,
      slots: own.map(() => next++),
      roomBytes: rooms[at] ?? Infinity,
    })),
    loadOf: (slot) => sizes[slot]?.load ?? 0,
    bytesOf: (slot) => sizes[slot]?.bytes ?? 0,
    costOf: (slot) => sizes[slot]?.bytes ?? 0,
    thresholdPercent,
    leastDifference: 0,
  }
}

/** A random problem of a few nodes with skewed slots; the same seed gives the same problem. */
export function randomProblem(seed: number): BalanceProblem {
  const random = randomNumbers(seed)
  const count = 2 + random(6)
  const isMemory = random(3) === 0
  const skew = random(3)
  const nodes = Array.from({length: count}, () =>
    Array.from({length: random(60)}, (): SlotSize => {
      const bytes = random(1000)
      const load = isMemory ? bytes : Math.round((1000 * random(100)) / 100 / (1 + random(1 + skew * 30)))
      return {load, bytes}
    }),
  )
  const weights = nodes.map(() => (random(4) === 0 ? 1 + random(3) : 1))
  const rooms = nodes.map(() => (random(4) === 0 ? random(10_000) : Infinity))
  const thresholdPercent = [0, 2, 5, 10, 30][random(5)] ?? 10
  return problemOf(nodes, {weights, rooms, thresholdPercent})
}
