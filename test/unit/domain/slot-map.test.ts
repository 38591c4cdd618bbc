import {expect} from 'chai'
import {slotsOf} from '../../../src/domain/slot.js'
import {cellsOf, slotMapOf, troubledSlots} from '../../../src/domain/slot-map.js'
import {nameOf, snapshot} from '../../support/snapshot.js'

const mapOf = (text: string, options = {}) => slotMapOf(snapshot(text, options))

describe('[U] slot map', () => {
  it('has a letter for each primary, in the order of their slots', () => {
    const {shards} = mapOf(`
      c 10923-16383
      a 0-5460
      e
      b 5461-10922
      d replica of a`)
    expect(shards.map(({letter, primary}) => `${letter}${nameOf(primary)}`)).to.deep.equal([
      'Aa',
      'Bb',
      'Cc',
      'De',
    ])
  })

  it('takes letters again after 62 shards', () => {
    const lines = Array.from({length: 70}, (_, at) => `n${at} ${at}`)
    const {shards} = mapOf(lines.join('\n'))
    expect(shards[61]?.letter).to.equal('9')
    expect(shards[62]?.letter).to.equal('A')
  })

  it('names what is wrong with each slot, the worst first', () => {
    const map = mapOf(
      `
      a 0-100 [7->-b] [3->-b]
      b 101-200,3 [7-<-a] [300-<-a]
      c 201-299 down`,
    )
    expect(troubledSlots(map)).to.deep.equal([
      {trouble: 'no-owner', ranges: [{start: 300, end: 16_383}]},
      {trouble: 'owner-down', ranges: [{start: 201, end: 299}]},
      {trouble: 'two-owners', ranges: [{start: 3, end: 3}]},
      {trouble: 'migrating', ranges: [{start: 7, end: 7}]},
    ])
    expect(map.owners[250]).to.equal(2)
    expect(map.owners[300]).to.equal(undefined)
  })

  it('shows slots that servers move, unless something is wrong with them', () => {
    const cluster = snapshot('a 0-8191,8193-16383')
    expect(troubledSlots(slotMapOf(cluster, {ranges: [{start: 8190, end: 8195}], unread: []}))).to.deep.equal(
      [
        {trouble: 'no-owner', ranges: [{start: 8192, end: 8192}]},
        {
          trouble: 'moving',
          ranges: [
            {start: 8190, end: 8191},
            {start: 8193, end: 8195},
          ],
        },
      ],
    )
  })

  it('shows importing only if the owner does not have the slot marked', () => {
    const map = mapOf('a 0-8191\nb 8192-16383 [5-<-a] [6-<-a]')
    expect(map.troubles[5]).to.equal('importing')
    for (const order of ['a 0-16383 [5->-b]\nb [5-<-a]', 'b [5-<-a]\na 0-16383 [5->-b]']) {
      expect(mapOf(order).troubles[5]).to.equal('migrating')
    }
    expect(troubledSlots(map)).to.have.length(1)
    expect(troubledSlots(mapOf('a 0-16383'))).to.deep.equal([])
  })

  it('shows a single bad slot in the cell it is in, at any size', () => {
    const map = mapOf('a 0-8191,8193-16383')
    for (const size of [1, 2, 16, 64]) {
      const cells = cellsOf(map, size)
      expect(cells).to.have.length(16_384 / size)
      const bad = cells.flatMap(({trouble}, at) => (trouble === undefined ? [] : [at]))
      expect(bad).to.deep.equal([Math.floor(8192 / size)])
    }
  })

  it('gives a cell to the shard that owns most of it', () => {
    const map = mapOf('a 0-9,16-16383\nb 10-15')
    expect(cellsOf(map, 16)[0]?.owner).to.equal(0)
    expect(
      cellsOf(map, 4)
        .map(({owner}) => owner)
        .slice(0, 5),
    ).to.deep.equal([0, 0, 0, 1, 0])
    const later = mapOf('a 0-3,16-30\nb 4-15,32-16383')
    expect(cellsOf(later, 16).map(({owner}) => owner)).to.deep.equal([
      1,
      0,
      ...Array.from({length: 1022}, () => 1),
    ])
    expect(
      cellsOf(mapOf('a 0'), 16)
        .map(({owner}) => owner)
        .slice(0, 2),
    ).to.deep.equal([0, undefined])
    expect([...slotsOf(map.shards[1]?.ranges ?? [])]).to.have.length(6)
  })
})
