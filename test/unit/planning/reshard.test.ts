import {expect} from 'chai'
import {formatRanges} from '../../../src/domain/slot.js'
import type {ClusterSnapshot} from '../../../src/domain/snapshot.js'
import {findNode, findPrimary} from '../../../src/planning/find-node.js'
import {planReshardMoves, type ReshardWish} from '../../../src/planning/reshard.js'
import {parseSlotRanges} from '../../../src/planning/slot-ranges.js'
import {id, nameOf, snapshot} from '../../support/snapshot.js'

const FOUR = snapshot(`
  a 0-4095
  b 4096-8191
  c 8192-12287
  d 12288-16383
  e
  r replica of a
`)

type Wish = {to: string; from?: string[]; slots?: number; ranges?: string}

function plan({to, from, slots, ranges}: Wish, cluster: ClusterSnapshot = FOUR): string[] {
  const ends = {
    to: findPrimary(cluster, id(to)),
    from: from?.map((name) => findPrimary(cluster, id(name))) ?? ('all' as const),
  }
  const wish: ReshardWish =
    ranges === undefined ? {...ends, slots: slots ?? 0} : {...ends, ranges: parseSlotRanges(ranges)}
  return planReshardMoves(cluster, wish).map(
    (move) => `${nameOf(move.source)}>${nameOf(move.target)} ${formatRanges(move.ranges)}`,
  )
}

describe('[U] planReshardMoves', () => {
  it('moves exactly as many slots as were asked for, from several sources in proportion', () => {
    expect(plan({to: 'e', slots: 10})).to.deep.equal([
      'a>e 0-2',
      'b>e 4096-4098',
      'c>e 8192-8193',
      'd>e 12288-12289',
    ])
    expect(plan({to: 'e', slots: 2})).to.deep.equal(['a>e 0', 'b>e 4096'])
    const uneven = snapshot(`
      a 0-99
      b 100-10099
      c 10100-16383
      d
    `)
    expect(plan({to: 'd', from: ['a', 'b'], slots: 101}, uneven)).to.deep.equal(['b>d 100-199', 'a>d 0'])
    expect(plan({to: 'd', from: ['a', 'b', 'a'], slots: 10_100}, uneven)).to.deep.equal([
      'b>d 100-10099',
      'a>d 0-99',
    ])
  })

  it('moves slots first that are already being moved to the target', () => {
    const open = snapshot(`
      a 0-8191 [77->-c] [90->-b]
      b 8192-16383
      c [77-<-a]
    `)
    expect(plan({to: 'c', from: ['a'], slots: 3}, open)).to.deep.equal(['a>c 0-1,77'])
  })

  it('moves the slots that were named, from whoever owns them', () => {
    expect(plan({to: 'e', ranges: '4000-4100,5,16383'})).to.deep.equal([
      'a>e 5,4000-4095',
      'b>e 4096-4100',
      'd>e 16383',
    ])
    expect(plan({to: 'a', ranges: '0-4100'})).to.deep.equal(['b>a 4096-4100'])
    expect(plan({to: 'a', ranges: '0-10'})).to.deep.equal([])
  })

  for (const [what, wish, message] of [
    ['more slots than the sources own', {to: 'e', from: ['a'], slots: 4097}, /own 4096 slots/],
    ['no slots', {to: 'e', slots: 0}, /Cannot move 0 slots/],
    ['half a slot', {to: 'e', slots: 1.5}, /Cannot move 1\.5 slots/],
    ['the target as a source', {to: 'a', from: ['a', 'b'], slots: 1}, /both the target and a source/],
    ['a source without slots', {to: 'a', from: ['e'], slots: 1}, /owns no slots/],
    ['no source', {to: 'a', from: [], slots: 1}, /No source/],
    [
      'slots of a node that is no source',
      {to: 'e', from: ['a'], ranges: '4000-5000'},
      /Slots 4096-5000 belong to/,
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => plan(wish as Wish)).to.throw(message)
    })
  }

  it('refuses slots without an owner', () => {
    const holes = snapshot(`
      a 0-99
      b 200-16383
    `)
    expect(() => plan({to: 'b', ranges: '90-110'}, holes)).to.throw('No node owns slots 100-110')
  })
})

describe('[U] findNode', () => {
  it('accepts ids, beginnings of ids and addresses', () => {
    const a = FOUR.nodes[0]
    expect(findNode(FOUR, id('a').toUpperCase())).to.equal(a)
    expect(findNode(FOUR, id('a').slice(0, 2))).to.equal(a)
    expect(findNode(FOUR, a?.address ?? '')).to.equal(a)
    const named = snapshot('a 0-16383 host=::1 port=7000 hostname=redis-a')
    expect(findNode(named, '[::1]:7000').id).to.equal(id('a'))
    expect(findNode(named, 'redis-a:7000').id).to.equal(id('a'))
  })

  it('refuses a name of no node or of several, and a replica where a primary is needed', () => {
    expect(() => findNode(FOUR, 'xyz')).to.throw('"xyz" is not a node of this cluster')
    expect(() => findNode(FOUR, '')).to.throw('is not a node')
    expect(() => findNode(FOUR, '6')).to.throw(/matches 5 nodes/)
    expect(() => findPrimary(FOUR, id('r'))).to.throw(/is a replica of 10\.0\.0\.1:7001/)
  })
})

describe('[U] parseSlotRanges', () => {
  it('reads ranges and joins neighbours', () => {
    expect(parseSlotRanges('0-99, 500,90-120')).to.deep.equal([
      {start: 0, end: 120},
      {start: 500, end: 500},
    ])
  })

  for (const text of ['', 'x', '5-', '9-3', '16384', '0-99,,5', '-1', '1.5']) {
    it(`refuses "${text}"`, () => {
      expect(() => parseSlotRanges(text)).to.throw(/neither a slot/)
    })
  }
})
