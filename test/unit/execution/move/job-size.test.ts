import {expect} from 'chai'
import {nextJob} from '../../../../src/execution/move/job-size.js'

const RANGES = [
  {start: 0, end: 3},
  {start: 8, end: 11},
]
const keysBySlot = new Map([0, 1, 2, 3, 8, 9, 10, 11].map((slot) => [slot, 100]))

describe('[U] the size of an atomic job', () => {
  it('is all slots without a rate, and with one that is high enough', () => {
    const whole = {job: RANGES, rest: []}
    expect(nextJob(RANGES, {rate: undefined, keysBySlot, bytesPerKey: 10})).to.deep.equal(whole)
    const rate = {unit: 'keys', perSecond: 160} as const
    expect(nextJob(RANGES, {rate, keysBySlot, bytesPerKey: 10})).to.deep.equal(whole)
  })

  it('is what the rate lets be sent in five seconds, and at least one slot', () => {
    expect(
      nextJob(RANGES, {rate: {unit: 'keys', perSecond: 100}, keysBySlot, bytesPerKey: 10}),
    ).to.deep.equal({
      job: [
        {start: 0, end: 3},
        {start: 8, end: 8},
      ],
      rest: [{start: 9, end: 11}],
    })
    const {job} = nextJob(RANGES, {rate: {unit: 'bytes', perSecond: 1}, keysBySlot, bytesPerKey: 10})
    expect(job).to.deep.equal([{start: 0, end: 0}])
  })

  it('is half of what the target may still take', () => {
    const sizes = {rate: undefined, keysBySlot, bytesPerKey: 10}
    expect(nextJob(RANGES, {...sizes, roomBytes: 4000}).job).to.deep.equal([{start: 0, end: 1}])
    expect(nextJob(RANGES, {...sizes, roomBytes: 0}).job).to.deep.equal([{start: 0, end: 0}])
  })

  it('uses the average size of a key, or a usual one', () => {
    const rate = {unit: 'bytes', perSecond: 400} as const
    expect(nextJob(RANGES, {rate, keysBySlot, bytesPerKey: 10}).job).to.deep.equal([{start: 0, end: 1}])
    const usual = {rate: {unit: 'bytes', perSecond: 60_000}, keysBySlot, bytesPerKey: undefined} as const
    expect(nextJob(RANGES, usual).job).to.deep.equal([{start: 0, end: 2}])
  })
})
