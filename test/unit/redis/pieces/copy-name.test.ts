import {expect} from 'chai'
import {keySlot} from '../../../../src/redis/key-slot.js'
import {copyNameIn, isCopyName} from '../../../../src/redis/pieces/copy-name.js'

describe('names of copies', () => {
  it('are in the slot of the key, and recognized', () => {
    for (const slot of [0, 5461, 16_383]) {
      const name = copyNameIn(slot)
      expect(keySlot(name)).to.equal(slot)
      expect(isCopyName(name)).to.equal(true)
    }
  })

  it('are never the same', () => {
    expect(copyNameIn(7)).to.not.deep.equal(copyNameIn(7))
  })

  it('are not mistaken for other keys', () => {
    const name = copyNameIn(7).toString()
    for (const other of [
      `x${name}`,
      `${name}x`,
      'clustertool:copy:1',
      name.toUpperCase(),
      name.replace('copy', 'cope'),
      '',
    ])
      expect(isCopyName(Buffer.from(other)), other).to.equal(false)
  })
})
