import {expect} from 'chai'
import {countSlots, formatRanges, SLOT_COUNT} from '../../../src/domain/slot.js'
import {splitSlots} from '../../../src/planning/slots-split.js'

// What redis-cli 8.6 and valkey-cli 9.1 propose on live nodes.
const PROPOSED: Readonly<Record<number, string>> = {
  1: '0-16383',
  3: '0-5460 5461-10922 10923-16383',
  5: '0-3276 3277-6553 6554-9829 9830-13106 13107-16383',
  7: '0-2340 2341-4680 4681-7021 7022-9361 9362-11702 11703-14042 14043-16383',
}

// Starts of the ranges that redis-cli 8.6 proposes for 78 primaries; computing with doubles gives others.
const STARTS_78 = `0 210 420 630 840 1050 1260 1470 1680 1890 2101 2311 2521 2731 2941 3151 3361 3571 3781 3991 4201
  4411 4621 4831 5041 5251 5461 5671 5881 6091 6302 6512 6722 6932 7142 7352 7562 7772 7982 8192 8402 8612 8822 9032
  9242 9452 9662 9872 10082 10293 10503 10713 10923 11133 11343 11553 11763 11973 12183 12393 12603 12813 13023 13233
  13443 13653 13863 14073 14284 14494 14704 14914 15124 15334 15544 15754 15964 16174`

describe('[U] splitSlots', () => {
  for (const [primaries, text] of Object.entries(PROPOSED)) {
    it(`splits for ${primaries} primaries as existing tools do`, () => {
      const ranges = splitSlots(Number(primaries))
      expect(ranges.map((range) => formatRanges([range])).join(' ')).to.equal(text)
    })
  }

  it('computes in float32 as existing tools do', () => {
    expect(splitSlots(78).map(({start}) => start)).to.deep.equal(STARTS_78.split(/\s+/).map(Number))
  })

  it('rounds the width to float32 too', () => {
    // The expressions of redis-cli, compiled as C, give this; with the width as a double it would be 5003.
    expect(splitSlots(167)[51]?.start).to.equal(5004)
  })

  it('gives each slot to one primary and at least one slot to each', () => {
    const counts = [...Array(1100).keys(), 2047, 2999, 7541, 7542, 10_000, SLOT_COUNT - 1].map((n) => n + 1)
    for (const primaries of counts) {
      const ranges = splitSlots(primaries)
      expect(ranges).to.have.lengthOf(primaries)
      expect(ranges[0]?.start).to.equal(0)
      expect(ranges.at(-1)?.end).to.equal(SLOT_COUNT - 1)
      const broken = ranges.filter(
        ({start, end}, i) => end < start || start !== (ranges[i - 1]?.end ?? -1) + 1,
      )
      expect(broken, `${primaries} primaries`).to.deep.equal([])
    }
  })

  it('makes ranges whose sizes differ by at most one', () => {
    for (let primaries = 1; primaries <= 2000; primaries += 7) {
      const sizes = splitSlots(primaries).map((range) => countSlots([range]))
      expect(Math.max(...sizes) - Math.min(...sizes), `${primaries} primaries`).to.be.at.most(1)
    }
  })

  for (const primaries of [0, -1, 2.5, Number.NaN, SLOT_COUNT + 1]) {
    it(`refuses ${primaries} primaries`, () => {
      expect(() => splitSlots(primaries)).to.throw(RangeError, 'cannot share')
    })
  }
})
