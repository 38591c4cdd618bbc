import {expect} from 'chai'
import {NOBODY, ownerTables, sharedViews} from '../../../src/checks/shared-views.js'
import {SLOT_COUNT} from '../../../src/domain/slot.js'
import type {ClusterSnapshot} from '../../../src/domain/snapshot.js'
import {id, nameOf, snapshot} from '../../support/snapshot.js'

const CLUSTER = 'a 0-9,20-29\nb 10-19\nc replica of a\nd 30-39 down'

describe('[U] sharedViews', () => {
  it('is one view when all name the same owners, whatever else they say', () => {
    const cluster = snapshot(CLUSTER, {
      views: {b: 'c replica of b fail?\na 0-9,20-29 epoch=8', a: 'c unknown'},
    })
    expect(speakers(cluster)).to.deep.equal([['a', 'b', 'c']])
    expect(sharedViews(cluster).map(({owners}) => owners.size)).to.deep.equal([3])
  })

  it('keeps views apart that differ in an end, a start, an owner, or one owner more or less', () => {
    for (const text of ['a 0-9,20-28', 'a 0-9,21-29', 'a 0-9', 'a\ne 0-9,20-29', 'e 50', 'b', 'b unknown']) {
      expect(speakers(snapshot(CLUSTER, {views: {c: text}})), text).to.deep.equal([['a', 'b'], ['c']])
    }
  })

  it('joins equal views even if a different one was read in between', () => {
    expect(speakers(snapshot(CLUSTER, {views: {b: 'd 30'}}))).to.deep.equal([['a', 'c'], ['b']])
  })
})

describe('[U] ownerTables', () => {
  it('has the position of the owner for each slot, in sorted ids over all maps', () => {
    const {ids, tables} = ownerTables([
      new Map([[id('b'), [{start: 1, end: 2}]]]),
      new Map([[id('a'), [{start: 2, end: SLOT_COUNT - 1}]]]),
    ])
    expect(ids.map(nameOf)).to.deep.equal(['a', 'b'])
    expect(tables.map((table) => Array.from(table.slice(0, 4)))).to.deep.equal([
      [NOBODY, 1, 1, NOBODY],
      [NOBODY, NOBODY, 0, 0],
    ])
    expect(tables[1]?.at(-1)).to.equal(0)
    expect(tables[0]).to.have.length(SLOT_COUNT)
  })
})

function speakers(cluster: ClusterSnapshot): string[][] {
  return sharedViews(cluster).map((view) => view.speakers.map((node) => nameOf(node.id)))
}
