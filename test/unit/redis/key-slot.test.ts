import {expect} from 'chai'
import {hashedPart, keySlot} from '../../../src/redis/key-slot.js'

describe('[U] key slots', () => {
  it('are those of the cluster specification', () => {
    // CLUSTER KEYSLOT of a server gives this.
    expect(keySlot(Buffer.from('123456789'))).to.equal(12_739)
    expect(keySlot(Buffer.from('foo'))).to.equal(12_182)
    expect(keySlot(Buffer.from(''))).to.equal(0)
  })

  const parts = [
    ['{user:1}.name', 'user:1'],
    ['a{b}c{d}', 'b'],
    ['a{}b{c}', 'a{}b{c}'],
    ['a{b', 'a{b'],
    ['a}b{c', 'a}b{c'],
    ['{{a}}', '{a'],
    ['plain', 'plain'],
  ] as const
  for (const [key, part] of parts) {
    it(`hash «${part}» of «${key}»`, () => {
      expect(hashedPart(Buffer.from(key)).toString()).to.equal(part)
      expect(keySlot(Buffer.from(key))).to.equal(keySlot(Buffer.from(part)))
    })
  }

  it('are of bytes', () => {
    expect(keySlot(Buffer.from([0xff]))).not.to.equal(keySlot(Buffer.from([0xfe])))
    expect(hashedPart(Buffer.from([0x7b, 0xff, 0x00, 0x7d]))).to.deep.equal(Buffer.from([0xff, 0x00]))
  })
})
