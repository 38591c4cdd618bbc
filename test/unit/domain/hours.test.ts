import {expect} from 'chai'
import {hoursText, isWithin, nextStart, parseHours} from '../../../src/domain/hours.js'

function at(hour: number, minute = 0): Date {
  return new Date(2026, 10, 21, hour, minute, 30)
}

describe('[U] hours of a day', () => {
  it('are read and written', () => {
    expect(parseHours('02:00-05:30')).to.deep.equal({from: 120, to: 330})
    expect(parseHours('9:05-24:00')).to.deep.equal({from: 545, to: 0})
    expect(hoursText({from: 545, to: 0})).to.equal('09:05-00:00')
  })

  for (const text of [
    '',
    '2-5',
    '02:00',
    '02:00-02:00',
    '24:00-02:00',
    '00:00-24:00',
    '02:60-03:00',
    '02:00-24:30',
    '02:00 - 03:00',
  ]) {
    it(`are none: "${text}"`, () => {
      expect(parseHours(text)).to.equal(undefined)
    })
  }

  it('begin with their first minute, and end before their last one', () => {
    const hours = {from: 120, to: 300}
    expect([at(1, 59), at(2), at(4, 59), at(5)].map((now) => isWithin(hours, now))).to.deep.equal([
      false,
      true,
      true,
      false,
    ])
  })

  it('may include midnight', () => {
    const hours = {from: 22 * 60, to: 4 * 60}
    const moments = [at(21, 59), at(22), at(23, 59), at(0), at(3, 59), at(4)]
    expect(moments.map((now) => isWithin(hours, now))).to.deep.equal([false, true, true, true, true, false])
  })

  it('begin next on this day or the day after', () => {
    const hours = {from: 120, to: 300}
    expect(nextStart(hours, at(1))).to.deep.equal(new Date(2026, 10, 21, 2, 0, 0))
    expect(nextStart(hours, at(6))).to.deep.equal(new Date(2026, 10, 22, 2, 0, 0))
  })
})
