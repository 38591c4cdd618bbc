import {expect} from 'chai'
import {
  claimsBySlot,
  nodeById,
  reachableNodes,
  shardsOf,
  uncoveredRanges,
} from '../../../src/domain/snapshot.js'
import {SLOT_COUNT} from '../../../src/domain/slot.js'
import {id, nameOf, snapshot} from '../../support/snapshot.js'

const CLUSTER = snapshot(`
  a 0-9,20
  b 10-16382
  c replica of b
  d replica of z
  e replica of a 16383
  f 16383 down
  g replica of b down
`)

describe('[U] reachableNodes', () => {
  it('leaves out those that did not answer', () => {
    expect(names(reachableNodes(CLUSTER))).to.deep.equal(['a', 'b', 'c', 'd', 'e'])
  })
})

describe('[U] nodeById', () => {
  it('finds a node, or nothing', () => {
    expect(nodeById(CLUSTER, id('c'))?.address).to.equal('10.0.0.3:7003')
    expect(nodeById(CLUSTER, id('z'))).to.equal(undefined)
  })
})

describe('[U] shardsOf', () => {
  it('puts replicas with their primary, in snapshot order, and one of an unknown node nowhere', () => {
    const shards = shardsOf(CLUSTER).map(({primary, replicas}) => [...names([primary]), names(replicas)])
    expect(shards).to.deep.equal([
      ['a', ['e']],
      ['b', ['c', 'g']],
      ['f', []],
    ])
  })
})

describe('[U] claimsBySlot', () => {
  it('lists for each slot the reachable primaries that claim it', () => {
    const claims = claimsBySlot(CLUSTER)
    expect(claims).to.have.length(SLOT_COUNT)
    expect([9, 10, 20, 16_383].map((slot) => names(claims[slot] ?? []))).to.deep.equal([
      ['a'],
      ['b'],
      ['a', 'b'],
      [],
    ])
  })
})

describe('[U] uncoveredRanges', () => {
  it('counts neither unreachable nodes nor replicas', () => {
    expect(uncoveredRanges(CLUSTER)).to.deep.equal([{start: 16_383, end: 16_383}])
  })

  it('is empty when all is covered, and everything when nothing is', () => {
    expect(uncoveredRanges(snapshot('a 0-99\nb 100-16383'))).to.deep.equal([])
    expect(uncoveredRanges(snapshot('a'))).to.deep.equal([{start: 0, end: 16_383}])
  })
})

function names(nodes: readonly {readonly id: string}[]): string[] {
  return nodes.map((node) => nameOf(node.id))
}
