import {expect} from 'chai'
import {ratesOf} from '../../../src/domain/rates.js'
import type {NodeStats} from '../../../src/domain/node-stats.js'
import {id} from '../../support/snapshot.js'
import {sample} from '../../support/watch.js'

const AFTER_TWO_SECONDS = '2026-11-22T09:00:02.000Z'

function rates(before: Partial<NodeStats>, after: Partial<NodeStats>) {
  const earlier = sample('a 0-16383', {stats: () => before})
  const later = sample('a 0-16383', {stats: () => after, takenAt: AFTER_TWO_SECONDS})
  return ratesOf(later, earlier).nodes.get(id('a'))
}

describe('[U] rates', () => {
  it('of hits are those since the sample before', () => {
    expect(rates({hits: 100, misses: 900}, {hits: 190, misses: 910})?.hitRate).to.equal(0.9)
    expect(rates({hits: 100}, {hits: 100})?.hitRate, 'no reads').to.equal(undefined)
  })

  it('are what the server says, and otherwise computed from its counters', () => {
    expect(rates({commands: 10}, {commands: 30, opsPerSecond: 7})?.opsPerSecond).to.equal(7)
    expect(rates({commands: 10}, {commands: 30})?.opsPerSecond).to.equal(10)
    expect(rates({netInBytes: 0, netOutBytes: 0}, {netInBytes: 4, netOutBytes: 8})).to.include({
      netInPerSecond: 2,
      netOutPerSecond: 4,
    })
  })

  it('are not computed over a restart, or a reset of the counters', () => {
    expect(rates({commands: 10, hits: 1}, {commands: 30, hits: 9, runId: 'other'})).to.deep.include({
      opsPerSecond: 0,
      hitRate: undefined,
    })
    expect(rates({commands: 10, hits: 5}, {commands: 30, hits: 4})).to.deep.include({
      opsPerSecond: 0,
      hitRate: undefined,
    })
  })

  it('of all nodes are sums, and the part of hits of all reads', () => {
    const text = 'a 0-8191\n b 8192-16383'
    const before = sample(text)
    const after = sample(text, {
      takenAt: AFTER_TWO_SECONDS,
      stats: (_, at) => (at === 0 ? {hits: 30, misses: 0, opsPerSecond: 2} : {misses: 10, opsPerSecond: 3}),
    })
    expect(ratesOf(after, before).total).to.deep.include({opsPerSecond: 5, hitRate: 0.75})
    expect(ratesOf(after, undefined).total).to.deep.include({opsPerSecond: 5, hitRate: undefined})
  })
})
