import {expect} from 'chai'
import {Arrivals} from '../../../../src/operations/follow/arrivals.js'

describe('[U] Arrivals', () => {
  it('knows when the part with a byte arrived', () => {
    const arrivals = new Arrivals()
    expect(arrivals.of(1)).to.equal(undefined)
    arrivals.note(100, 1000)
    arrivals.note(150, 2000)
    expect([1, 100, 101, 150, 151].map((end) => arrivals.of(end))).to.deep.equal([
      1000,
      1000,
      2000,
      2000,
      undefined,
    ])
  })

  it('takes parts that come closer together than 10 ms for one, but not a whole row of them', () => {
    const arrivals = new Arrivals()
    for (let at = 0; at < 30; at += 4) arrivals.note(at + 1, 1000 + at)
    // None is counted as later than it was, or as more than 10 ms earlier.
    for (let at = 0; at < 30; at += 4) expect(arrivals.of(at + 1)).to.be.within(1000 + at - 10, 1000 + at)
    expect(arrivals.of(30)).to.equal(undefined)
  })

  it('forgets what is behind a place', () => {
    const arrivals = new Arrivals()
    arrivals.note(100, 1000)
    arrivals.note(150, 2000)
    arrivals.note(200, 3000)
    arrivals.passed(149)
    expect(arrivals.of(149)).to.equal(2000)
    arrivals.passed(150)
    expect(arrivals.of(151)).to.equal(3000)
    arrivals.passed(200)
    expect(arrivals.of(200)).to.equal(undefined)
    arrivals.note(250, 4000)
    expect(arrivals.of(201)).to.equal(4000)
  })
})
