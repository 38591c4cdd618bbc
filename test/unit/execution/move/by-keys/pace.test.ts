import {expect} from 'chai'
import {type KeyGroup, Pace} from '../../../../../src/execution/move/by-keys/pace.js'

function group(slot: number, count: number, bytes: number | undefined = 100): KeyGroup {
  const keys = Array.from({length: count}, (_, at) => ({key: Buffer.from(`${slot}:${at}`), bytes}))
  return {slot, db: 0, keys}
}

function sizes(pace: Pace, groups: KeyGroup[], aimMs: number): number[][] {
  const batches: number[][] = []
  while (groups.length > 0) batches.push(pace.take(groups, aimMs).groups.map(({keys}) => keys.length))
  return batches
}

describe('[U] Pace', () => {
  it('joins groups up to the aim, does not split small ones, and takes every key once', () => {
    const batches = sizes(new Pace(Infinity), [group(1, 20), group(2, 20), group(3, 20), group(4, 20)], 0.5)
    expect(batches).to.deep.equal([
      [20, 20],
      [20, 20],
    ])
    expect(
      sizes(new Pace(Infinity), [group(1, 1000)], 1)
        .flat()
        .reduce((a, b) => a + b),
    ).to.equal(1000)
  })

  it('takes at least one key, and at most as many as one MIGRATE may send', () => {
    expect(sizes(new Pace(Infinity), [group(1, 3, 10_000_000)], 1)).to.deep.equal([[1], [1], [1]])
    expect(sizes(new Pace(2), [group(1, 5)], 100)).to.deep.equal([[2, 2, 1]])
  })

  it('counts bytes as well as keys', () => {
    const small = new Pace(Infinity).take([group(1, 1000, 100)], 1)
    const large = new Pace(Infinity).take([group(1, 1000, 20_000)], 1)
    expect(large.keys).to.be.below(small.keys / 5)
  })

  it('learns how long batches really take, and gives one slow batch little weight', () => {
    const pace = new Pace(Infinity)
    const first = pace.take([group(1, 1000)], 1)
    pace.learn(first, first.predictedMs * 1000)
    const afterOne = pace.take([group(1, 1000)], 1)
    expect(afterOne.keys).to.be.within(first.keys / 2, first.keys)
    for (let time = 0; time < 30; time++) {
      const batch = pace.take([group(1, 1000)], 1)
      pace.learn(batch, batch.predictedMs * 2)
    }
    expect(pace.take([group(1, 1000)], 1).keys).to.be.below(first.keys / 3)
    for (let time = 0; time < 200; time++) pace.learn(first, 0.01)
    expect(pace.take([group(1, 5000)], 1).keys).to.be.above(first.keys)
  })
})
