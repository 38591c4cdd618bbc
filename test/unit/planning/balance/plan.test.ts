import {expect} from 'chai'
import {type BalanceProblem, BalanceBoard} from '../../../../src/planning/balance/board.js'
import {bestBalance} from '../../../../src/planning/balance/plan.js'
import {randomNumbers} from '../random.js'
import {problemOf, randomProblem, type SlotSize} from './problems.js'

function slots(count: number, size: SlotSize): SlotSize[] {
  return Array.from({length: count}, () => size)
}

function movesOf(problem: BalanceProblem): [slot: number, from: number, to: number][] {
  return [...bestBalance(problem).moves.values()].map(({slot, from, to}) => [slot, from, to])
}

/** The problem as it is after the moves, with the room that is left. */
function after(problem: BalanceProblem, board: BalanceBoard): BalanceProblem {
  return {
    ...problem,
    nodes: problem.nodes.map((node, index) => ({
      ...node,
      roomBytes: board.room[index] ?? 0,
      slots: [
        ...node.slots.filter((slot) => !board.moves.has(slot)),
        ...[...board.moves.values()].filter(({to}) => to === index).map(({slot}) => slot),
      ],
    })),
  }
}

/**
 * What one would write first: slots go from the primary with the most to the one with the least, each time one that both
 * can bear, until all are inside their bands. `first`: which of two slots is taken.
 */
function simple(problem: BalanceProblem, first: (a: number, b: number) => number): BalanceBoard {
  const board = new BalanceBoard(problem)
  if (!board.isOff) return board
  const indices = problem.nodes.map((_node, index) => index)
  for (;;) {
    const sorted = indices.toSorted((a, b) => board.relative(a) - board.relative(b))
    const [to, from] = [sorted[0] ?? 0, sorted.at(-1) ?? 0]
    if (board.violation === 0) return board
    const fitting = (problem.nodes[from]?.slots ?? []).filter((slot) => {
      const load = problem.loadOf(slot)
      if (load === 0 || board.moves.has(slot) || problem.bytesOf(slot) > (board.room[to] ?? 0)) return false
      return (
        board.relative(to, load) < board.relative(from) && board.relative(from, -load) > board.relative(to)
      )
    })
    const [slot] = fitting.toSorted(first)
    if (slot === undefined) return board
    board.move(slot, from, to)
  }
}

const PROBLEMS = 400

describe('[U] balance', () => {
  it('moves nothing while all are within the threshold', () => {
    const problem = problemOf([slots(100, {load: 1, bytes: 1}), slots(109, {load: 1, bytes: 1})])
    expect(movesOf(problem)).to.deep.equal([])
  })

  it('goes to half the threshold, so that it does not begin again at once', () => {
    const problem = problemOf([slots(150, {load: 1, bytes: 1}), slots(50, {load: 1, bytes: 1})])
    const board = bestBalance(problem)
    expect(board.load).to.deep.equal([105, 95])
  })

  it('moves the slots with the most load for their bytes', () => {
    const cold = slots(50, {load: 1, bytes: 1000})
    const hot = slots(10, {load: 10, bytes: 10})
    const problem = problemOf([[...cold, ...hot], slots(50, {load: 1, bytes: 1000})])
    const board = bestBalance(problem)
    expect(board.violation).to.equal(0)
    expect([...board.moves.keys()].every((slot) => slot >= 50)).to.equal(true)
    expect(board.cost).to.equal(50)
  })

  it('moves nothing that brings both no nearer: one slot that is hotter than all others', () => {
    const problem = problemOf([[{load: 100, bytes: 1}], slots(10, {load: 1, bytes: 1})])
    expect(movesOf(problem)).to.deep.equal([])
    const beside = problemOf([[{load: 100, bytes: 1}, ...slots(10, {load: 1, bytes: 1})], []])
    expect(bestBalance(beside).load.toSorted((a, b) => a - b)).to.deep.equal([10, 100])
  })

  it('keeps weights, and empties a primary whose weight is 0', () => {
    const one = {load: 1, bytes: 1}
    const weighted = bestBalance(
      problemOf([slots(100, one), slots(100, one), slots(100, one)], {
        weights: [2, 1, 0],
        thresholdPercent: 2,
      }),
    )
    expect(weighted.load[0]).to.be.within(198, 202)
    expect(weighted.load[2]).to.equal(0)
    const idle = problemOf([slots(9, {load: 0, bytes: 5}), slots(9, {load: 0, bytes: 5})], {weights: [0, 1]})
    expect(bestBalance(idle).moves.size).to.equal(9)
  })

  it('gives a primary no more than it has memory for', () => {
    const big = {load: 10, bytes: 100}
    const board = bestBalance(problemOf([slots(100, big), [], []], {rooms: [0, 500, Infinity]}))
    expect(board.load[1]).to.equal(50)
    expect(board.load[2]).to.be.above(400)
  })

  it('moves no slot twice, fills nobody above its limit, and is never less even than before', () => {
    for (let seed = 0; seed < PROBLEMS; seed++) {
      const problem = randomProblem(seed)
      const board = bestBalance(problem)
      const taken = problem.nodes.map(() => 0)
      for (const [key, {slot, from, to}] of board.moves) {
        expect(key).to.equal(slot)
        expect(from).not.to.equal(to)
        expect(problem.nodes[from]?.slots).to.include(slot)
        taken[to] = (taken[to] ?? 0) + problem.bytesOf(slot)
      }
      problem.nodes.forEach(({roomBytes}, at) => expect(taken[at], `seed ${seed}`).to.be.at.most(roomBytes))
      const again = new BalanceBoard(after(problem, board))
      again.load.forEach((load, at) => expect(load).to.be.closeTo(board.load[at] ?? 0, 1e-6))
      expect(board.violation, `seed ${seed}`).to.be.at.most(new BalanceBoard(problem).violation + 1e-9)
    }
  })

  it('is as even as wanted if slots are small and there is memory', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = randomNumbers(seed)
      const nodes = Array.from({length: 2 + random(5)}, () =>
        Array.from({length: random(100)}, () => ({load: 1 + random(9), bytes: random(100)})),
      )
      nodes[0]?.push(...slots(300, {load: 5, bytes: 50}))
      const board = bestBalance(problemOf(nodes, {thresholdPercent: 20}))
      expect(board.isOff, `seed ${seed}`).to.equal(false)
    }
  })

  it('moves no more bytes than a simple way that becomes as even', () => {
    let compared = 0
    for (let seed = 0; seed < PROBLEMS; seed++) {
      const problem = randomProblem(seed)
      const board = bestBalance(problem)
      const ways = [
        simple(problem, (a, b) => a - b),
        simple(problem, (a, b) => problem.loadOf(b) - problem.loadOf(a)),
      ]
      for (const way of ways) {
        if (way.violation > board.violation + 1e-9) continue
        compared++
        expect(board.cost, `seed ${seed}`).to.be.at.most(way.cost)
      }
    }
    expect(compared).to.be.above(PROBLEMS / 2)
  })

  it('has the same answer each time, and nothing to do afterwards', () => {
    for (let seed = 0; seed < 300; seed++) {
      const problem = randomProblem(seed)
      const board = bestBalance(problem)
      expect(movesOf(problem)).to.deep.equal(
        [...board.moves.values()].map(({slot, from, to}) => [slot, from, to]),
      )
      if (board.violation === 0) expect(movesOf(after(problem, board)), `seed ${seed}`).to.deep.equal([])
    }
  })

  it('plans for all slots of three primaries in little time', () => {
    const nodes = [0, 1, 2].map((node) =>
      Array.from({length: 5461}, (_, at) => ({
        load: Math.round(1e8 / (1 + (((at * 3 + node) * 7919) % 16_384))) * (node === 0 ? 2 : 1),
        bytes: 1 + ((at * 31) % 977),
      })),
    )
    const start = process.cpuUsage()
    const board = bestBalance(problemOf([...nodes, []]))
    const {user, system} = process.cpuUsage(start)
    expect(board.isOff).to.equal(false)
    expect((user + system) / 1000).to.be.below(5000)
  })

  it('plans for a thousand primaries in little time', () => {
    const random = randomNumbers(3)
    const nodes = Array.from({length: 1000}, (_, at) =>
      at < 50 ? [] : Array.from({length: 17}, () => ({load: random(1000), bytes: random(1000)})),
    )
    const start = process.cpuUsage()
    const board = bestBalance(problemOf(nodes, {thresholdPercent: 20}))
    const {user, system} = process.cpuUsage(start)
    expect(board.violation).to.be.below(
      new BalanceBoard(problemOf(nodes, {thresholdPercent: 20})).violation / 20,
    )
    expect((user + system) / 1000).to.be.below(5000)
  })
})
