import {expect} from 'chai'
import {addArc, createNetwork, flowOn, sendCheapest} from '../../../src/planning/min-cost-flow.js'
import {randomNumbers} from './random.js'

describe('[U] min-cost flow', () => {
  it('prefers the cheap path and uses the expensive one for the rest', () => {
    const network = createNetwork(4)
    const supply = addArc(network, [0, 1], 5)
    const dear = addArc(network, [1, 2], 5, 10)
    const cheap = addArc(network, [1, 2], 3, 1)
    addArc(network, [2, 3], 4)
    sendCheapest(network, 0, 3)
    expect([supply, dear, cheap].map((arc) => flowOn(network, arc))).to.deep.equal([4, 1, 3])
  })

  it('reverses an earlier choice if that lets more through', () => {
    const network = createNetwork(6)
    for (const worker of [1, 2]) addArc(network, [0, worker], 1)
    addArc(network, [1, 3], 1)
    const other = addArc(network, [1, 4], 1)
    const only = addArc(network, [2, 3], 1)
    for (const job of [3, 4]) addArc(network, [job, 5], 1)
    sendCheapest(network, 0, 5)
    expect([flowOn(network, other), flowOn(network, only)]).to.deep.equal([1, 1])
  })

  it('finds the cheapest of all assignments', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const random = randomNumbers(seed)
      const size = 2 + random(4)
      const costs = Array.from({length: size}, () => Array.from({length: size}, () => random(5) ** 3))
      expect(assignmentCost(costs), `seed ${seed}`).to.equal(cheapestByTrying(costs))
    }
  })
})

function assignmentCost(costs: readonly (readonly number[])[]): number {
  const size = costs.length
  const network = createNetwork(2 + 2 * size)
  const arcs: {arc: number; cost: number}[] = []
  for (const [row, ofRow] of costs.entries()) {
    addArc(network, [0, 2 + row], 1)
    addArc(network, [2 + size + row, 1], 1)
    for (const [column, cost] of ofRow.entries()) {
      arcs.push({arc: addArc(network, [2 + row, 2 + size + column], 1, cost), cost})
    }
  }
  sendCheapest(network, 0, 1)
  const used = arcs.filter(({arc}) => flowOn(network, arc) === 1)
  expect(used).to.have.lengthOf(size)
  return used.reduce((sum, {cost}) => sum + cost, 0)
}

function cheapestByTrying(costs: readonly (readonly number[])[], taken: readonly number[] = []): number {
  const row = costs[taken.length]
  if (!row) return 0
  const totals = row.map((cost, column) =>
    taken.includes(column) ? Infinity : cost + cheapestByTrying(costs, [...taken, column]),
  )
  return Math.min(...totals)
}
