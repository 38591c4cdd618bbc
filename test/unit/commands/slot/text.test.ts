import {expect} from 'chai'
import {slotText} from '../../../../src/commands/slot/text.js'
import {snapshot} from '../../../support/snapshot.js'

const PLACE = {text: '{user}.x', hex: '', slot: 5474, hashed: 'user', owners: undefined, replicas: undefined}

describe('[U] slot text', () => {
  it('is a line per key with slot, key and hashed part', () => {
    const other = {...PLACE, text: 'foo', slot: 12_182, hashed: 'foo'}
    expect(slotText({keys: [PLACE, other]})).to.equal('5474\t{user}.x\tuser\n12182\tfoo\tfoo')
  })

  it('adds owners and replicas when a node was asked', () => {
    const [a, b, c] = snapshot('a 0-16383\nb replica of a\nc replica of a').nodes
    if (!a || !b || !c) throw new Error('three nodes expected')
    expect(slotText({keys: [{...PLACE, owners: [a], replicas: [b, c]}]})).to.equal(
      '5474\t{user}.x\tuser\t10.0.0.1:7001\t10.0.0.2:7002,10.0.0.3:7003',
    )
    expect(slotText({keys: [{...PLACE, owners: [], replicas: []}]})).to.equal('5474\t{user}.x\tuser\t-\t-')
  })

  it('spells out control characters, so that a key stays on its line', () => {
    expect(slotText({keys: [{...PLACE, text: 'a\tb\n\u001b', hashed: 'x'}]})).to.equal(
      '5474\ta\\x09b\\x0a\\x1b\tx',
    )
  })
})
