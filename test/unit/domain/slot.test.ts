import {expect} from 'chai'
import {
  countSlots,
  formatRanges,
  intersectRanges,
  SLOT_COUNT,
  type SlotRange,
  slotsOf,
  toRanges,
} from '../../../src/domain/slot.js'
import {randomFrom} from '../../support/random.js'

describe('[U] toRanges', () => {
  it('sorts, joins neighbours and drops duplicates', () => {
    expect(toRanges([7, 1, 3, 2, 3, 9, 100, 99])).to.deep.equal([
      {start: 1, end: 3},
      {start: 7, end: 7},
      {start: 9, end: 9},
      {start: 99, end: 100},
    ])
  })

  it('returns no ranges for no slots', () => {
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
  it('returns every slot, including both ends', () => {
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
  it('writes ranges and single slots, and an empty text for none', () => {
    expect(
      formatRanges([
        {start: 0, end: 5460},
        {start: 5462, end: 5462},
      ]),
    ).to.equal('0-5460,5462')
    expect(formatRanges([])).to.equal('')
  })
})

describe('[U] ranges that have slots in common', () => {
  it('are found whatever their order', () => {
    const random = randomFrom(7)
    for (let time = 0; time < 500; time++) {
      const [a, b] = [someRanges(random), someRanges(random)]
      const both = new Set(slotsOf(b))
      const expected = toRanges(new Set([...slotsOf(a)].filter((slot) => both.has(slot))))
      expect(intersectRanges(a, b), JSON.stringify({a, b})).to.deep.equal(expected)
    }
  })
})

function someRanges(random: () => number): SlotRange[] {
  return Array.from({length: Math.floor(random() * 6)}, () => {
    const start = Math.floor(random() * 40)
    return {start, end: start + Math.floor(random() * 6)}
  })
}
