import {expect} from 'chai'
import {
  cellValues,
  highestOf,
  hottest,
  levelOf,
  type SlotHeat,
  sumOver,
  unknownSlots,
} from '../../../src/domain/slot-heat.js'

function heat(known: Readonly<Record<number, number>>): SlotHeat {
  const values = Array.from({length: 16_384}, (_, slot) => known[slot])
  return {measure: 'keys', values, estimates: [], sampledMs: 0, unread: []}
}

describe('[U] slot heat', () => {
  it('has level 0 only for nothing, and 9 only near the highest', () => {
    expect([0, 1, 50, 99, 100].map((value) => levelOf(value, 100))).to.deep.equal([0, 1, 5, 9, 9])
    expect(levelOf(1, 1_000_000)).to.equal(1)
    expect(levelOf(0, 0)).to.equal(0)
  })

  it('shows the highest slot of a cell, and unknown only if none is known', () => {
    const values = cellValues(heat({3: 7, 5: 9, 40: 0}), 16)
    expect(values).to.have.length(1024)
    expect(values.slice(0, 4)).to.deep.equal([9, undefined, 0, undefined])
  })

  it('names the highest slots without empty ones', () => {
    const one = heat({1: 5, 9: 0, 300: 7, 200: 7})
    expect(hottest(one, 3)).to.deep.equal([
      {slot: 200, value: 7},
      {slot: 300, value: 7},
      {slot: 1, value: 5},
    ])
    expect(hottest(one, 10)).to.have.length(3)
    expect(hottest(one, 1)).to.deep.equal([{slot: 200, value: 7}])
    expect(highestOf(one)).to.equal(7)
    expect(highestOf(heat({}))).to.equal(0)
  })

  it('adds up what is known, and says what is not', () => {
    const one = heat(Object.fromEntries(Array.from({length: 16_380}, (_, slot) => [slot, 2])))
    expect(sumOver(one, [16_379, 16_380])).to.equal(2)
    expect(unknownSlots(one)).to.deep.equal([{start: 16_380, end: 16_383}])
  })
})
