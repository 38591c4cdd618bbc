import {expect} from 'chai'
import {highestUnread, oldWordAbout, wordsOf} from '../../../src/execution/old-word.js'
import {id, views} from './view-fixture.js'

describe('[U] oldWordAbout', () => {
  it('finds a node whose view gives a node slots that another node claims itself', () => {
    const words = wordsOf(
      views(`
        a: a 1 0-5, b 2 6-9, c 0
        b: a 1 0-5, b 2 6-9, c 0
        c: a 1 0-7, b 2 8-9, c 0
      `),
    )
    expect(oldWordAbout(id('a'), words)).to.deep.equal({
      by: id('c'),
      owner: id('b'),
      ranges: [{start: 6, end: 7}],
      open: false,
    })
    expect(oldWordAbout(id('b'), words)).to.equal(undefined)
  })

  it('says whether slots are open where it is said, because such a node does not listen', () => {
    const words = wordsOf(
      views('a: a 1 0-5, b 2 6-9\nb: a 1 0-5, b 2 6-9\nc: a 1 0-6, b 2 7-9, c 0 [6-<-PEER]'),
    )
    expect(oldWordAbout(id('a'), words)).to.deep.equal({
      by: id('c'),
      owner: id('b'),
      ranges: [{start: 6, end: 6}],
      open: true,
    })
  })

  it('finds the highest epoch of primaries that were not read', () => {
    const words = wordsOf(views('a: a 9 0-5, b 2, c 3\nb: a 9 0-5, b 2, c 4, d 8 >c'))
    expect(highestUnread(words)).to.deep.equal({epoch: 4, by: id('b')})
  })
})
