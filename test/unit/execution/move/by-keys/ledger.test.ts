import {expect} from 'chai'
import {Ledger} from '../../../../../src/execution/move/by-keys/ledger.js'

describe('[U] Ledger', () => {
  it('has each slot in one state, and counts slots that are being closed as open', () => {
    const ledger = new Ledger([1, 2, 3, 4])
    ledger.put([1, 2], 'open')
    ledger.put([1], 'closing')
    ledger.put([3], 'moved')
    expect(ledger.ranges).to.deep.equal({
      moved: [{start: 3, end: 3}],
      open: [{start: 1, end: 2}],
      unmoved: [{start: 4, end: 4}],
    })
    expect(ledger.total).to.equal(4)
  })
})
