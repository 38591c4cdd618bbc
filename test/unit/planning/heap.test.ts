import {expect} from 'chai'
import {Heap} from '../../../src/planning/heap.js'
import {randomNumbers} from './random.js'

describe('[U] Heap', () => {
  it('returns the least item each time, also between pushes', () => {
    const random = randomNumbers(1)
    const heap = new Heap<number>((a, b) => a < b)
    const kept: number[] = []
    for (let turn = 0; turn < 500; turn++) {
      if (random(3) > 0) {
        const item = random(100)
        heap.push(item)
        kept.push(item)
      } else {
        const least = kept.length === 0 ? undefined : Math.min(...kept)
        expect(heap.pop()).to.equal(least)
        if (least !== undefined) kept.splice(kept.indexOf(least), 1)
      }
    }
    expect(kept.length).to.be.above(50)
    for (const item of kept.toSorted((a, b) => a - b)) expect(heap.pop()).to.equal(item)
    expect(heap.pop()).to.equal(undefined)
  })
})
