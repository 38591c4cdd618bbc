import {expect} from 'chai'
import {errorOf, slotBytes, type SlotSample} from '../../../src/domain/memory-estimate.js'
import {randomFrom} from '../../support/random.js'

describe('[U] estimate of the memory of slots', () => {
  it('is the average of the measured keys times all keys', () => {
    expect(slotBytes({slot: 1, keys: 10, sizes: [100, 300]})).to.equal(2000)
    expect(slotBytes({slot: 1, keys: 2, sizes: [100, 300]})).to.equal(400)
    expect(slotBytes({slot: 1, keys: 10, sizes: []})).to.equal(0)
  })

  it('has no error if all keys were measured, or all are alike', () => {
    expect(errorOf([{slot: 1, keys: 2, sizes: [100, 300]}])).to.equal(0)
    expect(errorOf([{slot: 1, keys: 99, sizes: [7, 7, 7, 7, 7]}])).to.equal(0)
    expect(errorOf([])).to.equal(0)
  })

  it('takes the spread of all keys for slots of which few were measured', () => {
    const few: SlotSample[] = [
      {slot: 1, keys: 100, sizes: [10]},
      {slot: 2, keys: 100, sizes: [1000]},
    ]
    expect(errorOf(few)).to.be.above(100_000)
  })

  it('is right about its error 19 times in 20', () => {
    const random = randomFrom(7)
    let within = 0
    const trials = 400
    for (let trial = 0; trial < trials; trial++) {
      const slots = Array.from({length: 40}, () =>
        Array.from({length: 60}, () => Math.round(1000 * random() ** 3)),
      )
      const samples = slots.map((sizes, slot) => ({slot, keys: sizes.length, sizes: sizes.slice(0, 10)}))
      const truth = slots.flat().reduce((sum, size) => sum + size, 0)
      const guess = samples.reduce((sum, sample) => sum + slotBytes(sample), 0)
      if (Math.abs(guess - truth) <= errorOf(samples)) within++
    }
    expect(within / trials).to.be.within(0.9, 0.99)
  })
})
