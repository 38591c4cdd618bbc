import {expect} from 'chai'
import {LEGACY_DEALING} from '../../../src/legacy/dealing.js'
import {planRebalanceMoves, type RebalanceOptions} from '../../../src/planning/rebalance.js'
import {planReshardMoves} from '../../../src/planning/reshard.js'
import {countSlots} from '../../../src/domain/slot.js'
import {findPrimary} from '../../../src/planning/find-node.js'
import {id, nameOf, snapshot} from '../../support/snapshot.js'

const THREE = 'a 0-5460\nb 5461-10922\nc 10923-16383'
const FIVE = 'a 0-3276\nb 3277-6553\nc 6554-9829\nd 9830-13106\ne 13107-16383'

function rebalance(text: string, weights: Readonly<Record<string, number>>, percent = 2): string[] {
  const options: RebalanceOptions = {
    weights: new Map(Object.entries(weights).map(([name, weight]) => [id(name), weight])),
    useEmptyPrimaries: false,
    thresholdPercent: percent,
    dealing: LEGACY_DEALING,
  }
  return planRebalanceMoves(snapshot(text), options)
    .map(({source, target, ranges}) => `${countSlots(ranges)} ${nameOf(source)}>${nameOf(target)}`)
    .toSorted()
}

/** Recorded with `redis-cli --cluster rebalance --cluster-simulate` and `--cluster reshard` of 7.0. */
describe('[U] plans are equal to those of redis-cli', () => {
  it('rebalance, twice as many for the node that is named', () => {
    expect(rebalance(THREE, {a: 2})).to.deep.equal(['1365 c>a', '1366 b>a'])
  })

  it('rebalance, none for the node that is named', () => {
    expect(rebalance(THREE, {a: 0})).to.deep.equal(['2730 a>b', '2731 a>c'])
  })

  it('rebalance within the threshold', () => {
    expect(rebalance(THREE, {})).to.deep.equal([])
  })

  it('rebalance of five, one of which is drained', () => {
    expect(rebalance(FIVE, {d: 0})).to.deep.equal(['819 d>a', '819 d>b', '819 d>e', '820 d>c'])
  })

  it('reshard: the largest source gives first, and each its lowest-numbered slots', () => {
    const before = snapshot(`${THREE}\nd`)
    const to = findPrimary(before, id('d'))
    const moves = planReshardMoves(before, {to, from: 'all', slots: 5})
    expect(moves.map(({source, ranges}) => [nameOf(source), ranges])).to.deep.equal([
      ['b', [{start: 5461, end: 5462}]],
      ['a', [{start: 0, end: 1}]],
      // redis-cli says that it moves five slots, and moves four.
      ['c', [{start: 10923, end: 10923}]],
    ])
  })
})
