import {expect} from 'chai'
import {excuseFor, type History, takesSlotsBack} from '../../chaos/excuses.js'

const NOTHING: History = {losses: [], takeovers: []}
/** Nodes 0 to 2 are primaries, 3 and 4 the replicas of 0 and 1; 2 is alone. */
const SHARDS = [[0, 3], [1, 4], [2]]

describe('chaos: excuseFor', () => {
  const lost = {node: 0, at: 100, later: []}

  it('excuses nothing when nothing happened', () => {
    expect(excuseFor(lost, NOTHING, SHARDS)).to.equal(undefined)
  })

  it('excuses the writes of a lone node that lost its data after the write, and not before', () => {
    const alone = {node: 2, at: 100, later: []}
    const at = (time: number): History => ({...NOTHING, losses: [{node: 2, at: time, tookOver: false}]})
    expect(excuseFor(alone, at(200), SHARDS)).to.equal('alone')
    expect(excuseFor(alone, at(50), SHARDS)).to.equal(undefined)
  })

  it('does not excuse a write that reached the replica that took over', () => {
    const history = {losses: [{node: 0, at: 200, tookOver: true}], takeovers: [{shard: 0, at: 200, out: 0}]}
    expect(excuseFor(lost, {...history, losses: []}, SHARDS)).to.equal(undefined)
    expect(excuseFor(lost, history, SHARDS)).to.equal(undefined)
  })

  it('excuses a primary that came back empty before its replica took over', () => {
    const history = {...NOTHING, losses: [{node: 0, at: 200, tookOver: false}]}
    expect(excuseFor(lost, history, SHARDS)).to.equal('came-back-empty')
  })

  it('excuses a write that both nodes of a shard lost', () => {
    const losses = [0, 3].map((node) => ({node, at: 200, tookOver: true}))
    expect(excuseFor(lost, {...NOTHING, losses}, SHARDS)).to.equal('both')
    const apart = [
      {node: 0, at: 200, tookOver: true, restoredAt: 300},
      {node: 3, at: 400, tookOver: true, restoredAt: 500},
    ]
    expect(excuseFor(lost, {...NOTHING, losses: apart}, SHARDS)).to.equal(undefined)
  })

  it('excuses a replica that lost its data and took over after that', () => {
    const losses = [{node: 3, at: 200, tookOver: true}]
    const takeover = (at: number, restoredAt?: number): History => ({
      losses: losses.map((loss) => (restoredAt === undefined ? loss : {...loss, restoredAt})),
      takeovers: [{shard: 0, at, out: 0}],
    })
    expect(excuseFor(lost, takeover(300), SHARDS)).to.equal('empty-took-over')
    expect(excuseFor(lost, takeover(150), SHARDS)).to.equal(undefined)
    expect(excuseFor(lost, takeover(300, 250), SHARDS)).to.equal(undefined)
  })

  it('excuses a takeover in a shard only of a key that was moved there', () => {
    const history = {...NOTHING, takeovers: [{shard: 1, at: 200, out: 1}]}
    expect(excuseFor({...lost, later: [1]}, history, SHARDS)).to.equal('moved-to-lost')
    expect(excuseFor(lost, history, SHARDS)).to.equal(undefined)
  })
})

describe('chaos: takesSlotsBack', () => {
  const heirs = [{id: 'b', epoch: 5}]

  it('is so with a higher config epoch, and with an equal one of the smaller id', () => {
    expect(takesSlotsBack({id: 'c', epoch: 6}, heirs)).to.equal(true)
    expect(takesSlotsBack({id: 'a', epoch: 5}, heirs)).to.equal(true)
  })

  it('is not so otherwise', () => {
    expect(takesSlotsBack({id: 'c', epoch: 5}, heirs)).to.equal(false)
    expect(takesSlotsBack({id: 'a', epoch: 4}, heirs)).to.equal(false)
    expect(takesSlotsBack({id: 'a', epoch: 5}, [...heirs, {id: 'd', epoch: Infinity}])).to.equal(false)
  })
})
