import {expect} from 'chai'
import {formatRanges} from '../../../../src/domain/slot.js'
import {countPrimaries, planLayout} from '../../../../src/planning/create/layout.js'
import {randomNumbers} from '../random.js'
import {candidates, countFlaws, describeShards, everyAttachment, everyChoice} from './layouts.js'
import {cpuTime} from '../../../support/cpu-time.js'

// Lists of nodes (one letter for each host) with replicas, and what redis-cli 8.6 proposes on live nodes.
const PROPOSED: readonly (readonly [string, number, string])[] = [
  ['a a a a a a', 1, 'n0 n4; n1 n5; n2 n3'],
  ['a a a a a a a', 1, 'n0 n4 n3; n1 n5; n2 n6'],
  ['a a a a a a a a a', 2, 'n0 n4 n5; n1 n6 n7; n2 n8 n3'],
  ['a a a a a a a a a a a', 2, 'n0 n4 n5 n10; n1 n6 n7 n3; n2 n8 n9'],
  ['a b c d e f', 1, 'n0 n4; n1 n5; n2 n3'],
  ['a a b b c c', 1, 'n0 n3; n2 n5; n4 n1'],
  ['a b c a b c', 1, 'n0 n4; n1 n5; n2 n3'],
  ['a a a b b b c c c', 2, 'n0 n4 n7; n3 n2 n8; n6 n5 n1'],
  ['a b c d e f a b c d e f', 1, 'n0 n7; n1 n8; n2 n9; n3 n10; n4 n11; n5 n6'],
  ['a a b b', 0, 'n0; n2; n1; n3'],
  ['a a a b b b', 1, 'n0 n5; n3 n2; n1 n4'],
  ['a a a b b c', 1, 'n0 n4; n3 n2; n5 n1'],
  ['a a b b c d', 1, 'n0 n3; n2 n1; n4 n5'],
]

describe('[U] planLayout', () => {
  for (const [hosts, replicas, shards] of PROPOSED) {
    it(`pairs ${hosts} with ${replicas} replicas as existing tools do`, () => {
      expect(describeShards(planLayout(candidates(hosts), replicas))).to.equal(shards)
    })
  }

  it('gives each primary its range of slots, in order', () => {
    const shards = planLayout(candidates('a a b b c c'), 1)
    expect(shards.map(({ranges}) => formatRanges(ranges))).to.deep.equal([
      '0-5460',
      '5461-10922',
      '10923-16383',
    ])
  })

  it('moves pairs until a host with many nodes has no replica beside its primary', () => {
    const shards = planLayout(candidates('a a a b c d'), 1)
    expect(countFlaws(shards)).to.deep.equal([0, 0, 0, 0, 0])
  })

  it('spreads primaries over zones before hosts', () => {
    const shards = planLayout(candidates('h1/x h2/x h3/x h4/y h5/y h6/z'), 1)
    expect(shards.map(({primary}) => primary.id)).to.deep.equal(['n0', 'n3', 'n5'])
    expect(countFlaws(shards)).to.deep.equal([0, 0, 0, 0, 0])
  })

  it('spreads primaries over the hosts of a zone', () => {
    const shards = planLayout(candidates('h1/x h1/x h2/x h2/x h3/y h3/y h4/y h4/y'), 1)
    expect(shards.map(({primary}) => primary.host)).to.deep.equal(['h1', 'h3', 'h2', 'h4'])
  })

  it('gives the second primary of a zone to the zone that has another host for it', () => {
    const shards = planLayout(candidates('h1/x h1/x h1/x h2/y h3/y h4/y'), 1)
    expect(shards.map(({primary}) => primary.host)).to.deep.equal(['h1', 'h2', 'h3'])
  })

  it('alternates between zones and hosts without a zone', () => {
    expect(describeShards(planLayout(candidates('h1/x h2/x h3 h4'), 0))).to.equal('n0; n2; n3; n1')
  })

  it('uses zones when all nodes are on one host', () => {
    const shards = planLayout(candidates('h/x h/x h/y h/y h/z h/z'), 1)
    expect(countFlaws(shards).slice(2, 3)).to.deep.equal([0])
    expect(new Set(shards.map(({primary}) => primary.zone)).size).to.equal(3)
  })

  it('chooses as few primaries on a crowded host as possible', () => {
    // With two primaries on a, two of its replicas would have to be on a too.
    const shards = planLayout(candidates('a a a a a a b b b'), 2)
    expect(shards.filter(({primary}) => primary.host === 'a')).to.have.lengthOf(1)
  })

  it('counts the extra replicas when it looks for room, so that none is beside its primary', () => {
    const beside = (text: string) => countFlaws(planLayout(candidates(text), 2))[1]
    expect(beside('a a a b c a')).to.equal(0)
    expect(beside('a/x b a/x b b a/x b a/x a/x a/x')).to.equal(0)
  })

  it('does so for zones, and for the hosts of a zone', () => {
    const zones = planLayout(candidates('h1/x h2/x h3/x h4/x h5/x h6/x h7/y h8/y h9/y'), 2)
    expect(zones.filter(({primary}) => primary.zone === 'x')).to.have.lengthOf(1)
    const hosts = planLayout(candidates('a/x a/x a/x a/x a/x a/x b/x b/x b/x'), 2)
    expect(hosts.filter(({primary}) => primary.host === 'a')).to.have.lengthOf(1)
  })

  it('uses every node once, with counts that differ by one at most', () => {
    for (const {nodes, replicas, text} of samples(200, 40)) {
      const shards = planLayout(nodes, replicas)
      const used = shards.flatMap(({primary, replicas}) => [primary, ...replicas])
      expect(shards, text).to.have.lengthOf(countPrimaries(nodes.length, replicas))
      expect(new Set(used).size, text).to.equal(nodes.length)
      expect(used, text).to.have.lengthOf(nodes.length)
      const counts = shards.map(({replicas}) => replicas.length)
      expect(Math.min(...counts), text).to.be.at.least(replicas)
      expect(Math.max(...counts) - Math.min(...counts), text).to.be.at.most(1)
    }
  })

  it('finds a perfect layout whenever trying all of them finds one', () => {
    let perfect = 0
    for (const {nodes, replicas, text} of samples(250, 8)) {
      if (!perfectExists(nodes, replicas)) continue
      perfect++
      expect(countFlaws(planLayout(nodes, replicas)), text).to.deep.equal([0, 0, 0, 0, 0])
    }
    expect(perfect).to.be.above(20)
  })

  it('returns the same layout for the same nodes', () => {
    const nodes = candidates('a a a b b c/x c/x d/x e/y f/y f/y')
    expect(planLayout(nodes, 2)).to.deep.equal(planLayout(nodes, 2))
  })

  it('plans a thousand crowded nodes within a second', () => {
    const words = Array.from({length: 1000}, (_, i) => `h${(i * i) % 307}/z${((i * i) % 307) % 2}`)
    expect(cpuTime(() => planLayout(candidates(words.join(' ')), 2))).to.be.below(1000)
  })

  it('refuses a list that is too short for a primary', () => {
    expect(() => planLayout(candidates('a b'), 2)).to.throw(RangeError)
  })
})

type Sample = {
  readonly nodes: ReturnType<typeof candidates>
  readonly replicas: number
  readonly text: string
}

/** Lists of up to `most` nodes on random hosts. In most lists hosts are in zones, and some hosts in none. */
function* samples(count: number, most: number): Generator<Sample> {
  for (let seed = 1; seed <= count; seed++) {
    const random = randomNumbers(seed * 7919)
    const replicas = random(3)
    const size = Math.max(replicas + 1, 3 + random(most - 2))
    const [hosts, zones] = [1 + random(size), random(5)]
    const words = Array.from({length: size}, () => {
      const host = random(2) === 0 ? random(hosts) : random(Math.ceil(hosts / 2))
      return host % 5 < zones ? `h${host}/z${host % 5}` : `h${host}`
    })
    const text = words.join(' ')
    yield {nodes: candidates(text), replicas, text: `${text} with ${replicas} replicas (seed ${seed})`}
  }
}

function perfectExists(nodes: Sample['nodes'], replicas: number): boolean {
  for (const primaries of everyChoice(nodes, countPrimaries(nodes.length, replicas))) {
    const pool = nodes.filter((node) => !primaries.includes(node))
    for (const shards of everyAttachment(primaries, pool)) {
      if (countFlaws(shards).every((flaws) => flaws === 0)) return true
    }
  }
  return false
}
