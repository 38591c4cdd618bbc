import {expect} from 'chai'
import {countSlots, formatRanges, SLOT_COUNT, slotsOf, toRanges} from '../../../src/domain/slot.js'

describe('[U] toRanges', () => {
  it('sorts, joins neighbours and drops what is there twice', () => {
    expect(toRanges([7, 1, 3, 2, 3, 9, 100, 99])).to.deep.equal([
      {start: 1, end: 3},
      {start: 7, end: 7},
      {start: 9, end: 9},
      {start: 99, end: 100},
    ])
  })

  it('makes nothing of nothing', () => {
    expect(toRanges([])).to.deep.equal([])
  })

  it('takes any iterable and sorts by number', () => {
    expect(toRanges(new Set([10, 9, 100]))).to.deep.equal([
      {start: 9, end: 10},
      {start: 100, end: 100},
    ])
  })
})

describe('[U] slotsOf', () => {
  it('gives every slot, both ends included', () => {
    const ranges = [
      {start: 3, end: 5},
      {start: 9, end: 9},
    ]
    expect([...slotsOf(ranges)]).to.deep.equal([3, 4, 5, 9])
    expect(toRanges(slotsOf(ranges))).to.deep.equal(ranges)
  })
})

describe('[U] countSlots', () => {
  it('counts both ends', () => {
    expect(countSlots([])).to.equal(0)
    expect(countSlots([{start: 0, end: 16_383}])).to.equal(SLOT_COUNT)
    expect(
      countSlots([
        {start: 3, end: 5},
        {start: 9, end: 9},
      ]),
    ).to.equal(4)
  })
})

describe('[U] formatRanges', () => {
  it('writes ranges and single slots, and nothing for none', () => {
    expect(
      formatRanges([
        {start: 0, end: 5460},
        {start: 5462, end: 5462},
      ]),
    ).to.equal('0-5460,5462')
    expect(formatRanges([])).to.equal('')
  })
})
