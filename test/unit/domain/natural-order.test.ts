import {expect} from 'chai'
import {naturalOrder} from '../../../src/domain/natural-order.js'

describe('[U] names with numbers', () => {
  it('are in the order of the numbers', () => {
    const sorted = [
      '',
      '10.0.0.2:7000',
      '10.0.0.2:7001',
      '10.0.0.2:10000',
      '10.0.0.10:7000',
      'host',
      'host-2',
      'host-2a',
      'host-10',
      'zone b',
    ]
    for (let turn = 1; turn < sorted.length; turn++) {
      const turned = [...sorted.slice(turn), ...sorted.slice(0, turn)]
      expect(turned.toSorted(naturalOrder)).to.deep.equal(sorted)
    }
  })

  it('are equal only if they are the same', () => {
    expect(naturalOrder('a1', 'a1')).to.equal(0)
    expect(Math.sign(naturalOrder('a01', 'a1'))).to.equal(-1)
    expect(Math.sign(naturalOrder('a1', 'a01'))).to.equal(1)
  })
})
