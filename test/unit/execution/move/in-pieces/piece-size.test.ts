import {expect} from 'chai'
import {PieceSize} from '../../../../../src/execution/move/in-pieces/piece-size.js'

const LIMITS = {aimMs: 2, least: 10, most: 1000}

describe('the size of pieces', () => {
  it('approaches what a server does in the time, and stays there', () => {
    const size = new PieceSize(30, LIMITS)
    // 100 elements in a millisecond.
    for (let piece = 0; piece < 60; piece++) size.learn(size.next / 100)
    expect(size.next).to.be.within(190, 210)
  })

  it('is hardly changed by one piece that took very long', () => {
    const size = new PieceSize(200, LIMITS)
    size.learn(5000)
    expect(size.next).to.be.within(120, 199)
  })

  it('stays within its limits, whatever was estimated and whatever it takes', () => {
    expect(new PieceSize(1e9, LIMITS).next).to.equal(1000)
    const size = new PieceSize(0.001, LIMITS)
    expect(size.next).to.equal(10)
    for (let piece = 0; piece < 100; piece++) size.learn(0.001)
    expect(size.next).to.equal(1000)
    for (let piece = 0; piece < 100; piece++) size.learn(1000)
    expect(size.next).to.equal(10)
  })
})
