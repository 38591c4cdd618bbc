import {expect} from 'chai'
import {countSlots, SLOT_COUNT} from '../../../src/domain/slot.js'
import {runRebalance} from '../../support/run-change.js'
import {TestCluster} from '../../support/test-cluster.js'

describe('[I] rebalance', function () {
  this.timeout(240_000)

  for (let count = 3; count <= 8; count++) {
    it(`gives ${count} primaries equal shares to a slot, and has nothing to do the second time`, async () => {
      await using cluster = await TestCluster.start({count, replicas: 0})
      const [seed] = cluster.primaries
      if (!seed) throw new Error('no seed')
      const weights = cluster.primaries.map((node, at) => ({
        node: cluster.idOf(node),
        weight: 1 + ((at * 7) % 5) / 3,
      }))
      const total = weights.reduce((sum, {weight}) => sum + weight, 0)
      const outcome = await runRebalance(seed, {weights, thresholdPercent: 0})
      expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
      for (const {node, weight} of weights) {
        const owner = outcome.snapshot?.nodes.find(({id}) => id === node)
        expect(countSlots(owner?.slots ?? [])).to.be.closeTo((SLOT_COUNT * weight) / total, 1)
      }
      expect((await runRebalance(seed, {weights, thresholdPercent: 0})).status).to.equal('nothing-to-do')
    })
  }

  it('drains a primary of weight 0', async () => {
    await using cluster = await TestCluster.start({count: 4, replicas: 0})
    const [seed, drained] = cluster.primaries
    if (!seed || !drained) throw new Error('too few primaries')
    const outcome = await runRebalance(seed, {weights: [{node: drained.address, weight: 0}]})
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    const left = outcome.snapshot?.nodes.find(({id}) => id === cluster.idOf(drained))
    expect(left?.slots).to.deep.equal([])
  })
})
