import {expect} from 'chai'
import type {Rate} from '../../../../../src/domain/rate.js'
import {windowSize} from '../../../../../src/execution/move/by-keys/window-size.js'

const SLOTS = [0, 1, 2, 3, 4, 5, 6, 7]

function sizeAt(rate: Rate | undefined, sent = {keys: 0, bytes: 0}, roomBytes?: number): number {
  const keysBySlot = new Map(SLOTS.map((slot) => [slot, 100]))
  return windowSize(SLOTS, {settings: {window: 6, rate}, keysBySlot, tally: sent}, roomBytes)
}

describe('[U] the size of a window', () => {
  it('is what the settings say without a rate, and with one that is high', () => {
    expect(sizeAt(undefined)).to.equal(6)
    expect(sizeAt({unit: 'keys', perSecond: 600})).to.equal(6)
  })

  it('holds what the rate lets be sent within a second, and at least one slot', () => {
    expect(sizeAt({unit: 'keys', perSecond: 300})).to.equal(3)
    expect(sizeAt({unit: 'keys', perSecond: 399})).to.equal(3)
    expect(sizeAt({unit: 'keys', perSecond: 1})).to.equal(1)
  })

  it('holds a quarter of what the target may still take', () => {
    const sent = {keys: 10, bytes: 1000}
    expect(sizeAt(undefined, sent, 80_000)).to.equal(2)
    expect(sizeAt({unit: 'keys', perSecond: 100}, sent, 80_000)).to.equal(1)
    expect(sizeAt(undefined, sent, 0)).to.equal(1)
  })

  it('estimates the size of keys by those that were sent', () => {
    expect(sizeAt({unit: 'bytes', perSecond: 200_000})).to.equal(2)
    expect(sizeAt({unit: 'bytes', perSecond: 200_000}, {keys: 10, bytes: 5000})).to.equal(4)
  })
})
