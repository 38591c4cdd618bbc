import {expect} from 'chai'
import {afterId, compareIds, isIn} from '../../../../src/redis/pieces/stream-ids.js'

const HIGHEST = '18446744073709551615'

describe('ids of a stream', () => {
  it('are compared as numbers of 64 bits, first by time', () => {
    const ordered = ['0-0', '0-1', '9-5', '10-0', '10-9', '10-10', `10-${HIGHEST}`, `${HIGHEST}-0`]
    expect(ordered.toReversed().toSorted(compareIds)).to.deep.equal(ordered)
    expect(compareIds('5-5', '5-5')).to.equal(0)
  })

  it('have a next one', () => {
    expect(afterId('5-9')).to.equal('5-10')
    expect(afterId(`5-${HIGHEST}`)).to.equal('6-0')
    expect(afterId('18446744073709551614-18446744073709551614')).to.equal(`18446744073709551614-${HIGHEST}`)
  })

  it('are in a range up to its end, or in one without an end', () => {
    expect(isIn('5-5', '5-5')).to.equal(true)
    expect(isIn('5-6', '5-5')).to.equal(false)
    expect(isIn('5-6', undefined)).to.equal(true)
  })
})
