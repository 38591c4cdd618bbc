import {expect} from 'chai'
import type {Move} from '../../../src/domain/move.js'
import type {NodeId} from '../../../src/domain/node.js'
import {countSlots, formatRanges, SLOT_COUNT, slotsOf, toRanges} from '../../../src/domain/slot.js'
import type {ClusterSnapshot} from '../../../src/domain/snapshot.js'
import {planRebalanceMoves, quotasOf, type RebalanceOptions} from '../../../src/planning/rebalance.js'
import {id, nameOf, snapshot} from '../../support/snapshot.js'
import {randomNumbers} from './random.js'

function options(wish: Partial<RebalanceOptions> = {}): RebalanceOptions {
  return {weights: new Map(), useEmptyPrimaries: false, thresholdPercent: 2, ...wish}
}

function weights(wish: Readonly<Record<string, number>>): Map<NodeId, number> {
  return new Map(Object.entries(wish).map(([name, weight]) => [id(name), weight]))
}

function describeMoves(moves: readonly Move[]): string[] {
  return moves.map(
    ({source, target, ranges}) => `${nameOf(source)}>${nameOf(target)} ${formatRanges(ranges)}`,
  )
}

/** Slots of each primary after the moves. Throws if a slot moves twice, or from a node that does not own it. */
function ownedAfter({nodes}: ClusterSnapshot, moves: readonly Move[]): Map<NodeId, Set<number>> {
  const owned = new Map(nodes.map((node) => [node.id, new Set(slotsOf(node.slots))]))
  const moved = new Set<number>()
  for (const {source, target, ranges} of moves) {
    for (const slot of slotsOf(ranges)) {
      if (moved.has(slot) || !owned.get(source)?.delete(slot)) throw new Error(`slot ${slot} is moved twice`)
      moved.add(slot)
      owned.get(target)?.add(slot)
    }
  }
  return owned
}

describe('[U] planRebalanceMoves', () => {
  it('gives an empty primary its share, the lowest-numbered slots of each', () => {
    const cluster = snapshot(`
      a 0-8191
      b 8192-16383
      c
    `)
    expect(planRebalanceMoves(cluster, options())).to.deep.equal([])
    const moves = planRebalanceMoves(cluster, options({useEmptyPrimaries: true}))
    expect(describeMoves(moves)).to.deep.equal(['b>c 8192-10922', 'a>c 0-2729'])
  })

  it('drains a primary of weight 0, and includes one without slots that has a weight', () => {
    const cluster = snapshot(`
      a 0-5460
      b 5461-10922
      c 10923-16383
      d
    `)
    const moves = planRebalanceMoves(cluster, options({weights: weights({c: 0, d: 1})}))
    expect(describeMoves(moves)).to.deep.equal(['c>d 10923-16383'])
  })

  it('moves nothing within the threshold, and everything that differs with threshold 0', () => {
    const cluster = snapshot(`
      a 0-8291
      b 8292-16383
    `)
    expect(planRebalanceMoves(cluster, options())).to.deep.equal([])
    expect(describeMoves(planRebalanceMoves(cluster, options({thresholdPercent: 0})))).to.deep.equal([
      'a>b 0-99',
    ])
  })

  it('continues with slots that are already being moved', () => {
    const cluster = snapshot(`
      a 0-8291 [700->-b]
      b 8292-16383 [700-<-a]
    `)
    const moves = planRebalanceMoves(cluster, options({thresholdPercent: 0}))
    expect(describeMoves(moves)).to.deep.equal(['a>b 0-98,700'])
  })

  for (const [what, wish] of [
    ['negative weights', {weights: weights({a: -1})}],
    ['weights that are no numbers', {weights: weights({a: Number.NaN})}],
    ['only weights of 0', {weights: weights({a: 0, b: 0})}],
    ['a negative threshold', {thresholdPercent: -1}],
  ] as const) {
    it(`refuses ${what}`, () => {
      const cluster = snapshot(`
        a 0-8191
        b 8192-16383
      `)
      expect(() => planRebalanceMoves(cluster, options(wish)))
        .to.throw()
        .with.property('code', 'USAGE')
    })
  }

  it('is exact for 200 random weightings: sums, one slot of tolerance, fewest moves, nothing left to do', function () {
    this.timeout(60_000)
    const numbers = randomNumbers(42)
    const random = () => numbers(1_000_000) / 1_000_000
    for (let round = 0; round < 200; round++) {
      const {cluster, wish} = randomCluster(random)
      const quotas = quotasOf(cluster, wish)
      expect(quotas.reduce((sum, {quota}) => sum + quota, 0)).to.equal(SLOT_COUNT)
      const total = quotas.reduce((sum, {weight}) => sum + weight, 0)
      for (const {quota, weight} of quotas) {
        expect(Math.abs(quota - (SLOT_COUNT * weight) / total)).to.be.below(1)
      }
      const moves = planRebalanceMoves(cluster, wish)
      const owned = ownedAfter(cluster, moves)
      for (const {node, quota} of quotas) expect(owned.get(node.id)?.size, `round ${round}`).to.equal(quota)
      const surplus = quotas.reduce((sum, {slots, quota}) => sum + Math.max(0, slots - quota), 0)
      expect(moves.reduce((sum, {ranges}) => sum + countSlots(ranges), 0)).to.equal(surplus)
      const after = {
        ...cluster,
        nodes: cluster.nodes.map((node) => ({...node, slots: toRanges(owned.get(node.id) ?? [])})),
      }
      expect(planRebalanceMoves(after, {...wish, useEmptyPrimaries: true})).to.deep.equal([])
    }
  })
})

/** 3 to 8 primaries, some of them empty, with slots in random runs, and random weights, some of them 0. */
function randomCluster(random: () => number): {cluster: ClusterSnapshot; wish: RebalanceOptions} {
  const names = 'abcdefgh'.slice(0, 3 + Math.floor(random() * 6)).split('')
  const slots = new Map(names.map((name) => [name, [] as string[]]))
  for (let start = 0; start < SLOT_COUNT;) {
    const end = Math.min(SLOT_COUNT - 1, start + Math.floor(random() * 2500))
    const owner = names[Math.floor(random() * (names.length - 1))] ?? 'a'
    slots.get(owner)?.push(`${start}-${end}`)
    start = end + 1
  }
  const lines = names.map((name) => `${name} ${slots.get(name)?.join(',') ?? ''}`)
  const weighted = names.map((name, at) => [name, at > 0 && random() < 0.2 ? 0 : 0.1 + random() * 5] as const)
  return {
    cluster: snapshot(lines.join('\n')),
    wish: options({
      weights: weights(Object.fromEntries(weighted)),
      useEmptyPrimaries: true,
      thresholdPercent: 0,
    }),
  }
}
