import {expect} from 'chai'
import {bigKeysOf, describeBigKey} from '../../../../../src/execution/move/by-keys/big-keys.js'
import {type KeyGroup, pauseOf} from '../../../../../src/execution/move/by-keys/pace.js'

function group(slot: number, count: number, bytes: number | undefined = 100): KeyGroup {
  const keys = Array.from({length: count}, (_, at) => ({key: Buffer.from(`${slot}:${at}`), bytes}))
  return {slot, db: 0, keys}
}

describe('[U] big keys', () => {
  it('are those that would block the nodes for too long', () => {
    const groups = [group(5, 2, 100), group(6, 1, 52_000_000), group(7, 1, undefined)]
    const [big, ...others] = bigKeysOf(groups, 10)
    expect(others).to.deep.equal([])
    expect(big && describeBigKey(big)).to.equal('key «6:0» of slot 6 (52 MB, about 520 ms)')
    expect(pauseOf({key: Buffer.from('x'), bytes: 100_000_000})).to.be.within(1000, 1001)
  })

  it('are named in hexadecimal when they are not plain text', () => {
    const key = {slot: 1, db: 0, key: Buffer.from([0, 255]), bytes: 2_000_000, pauseMs: 2000}
    expect(describeBigKey(key)).to.equal('key «0x00ff» of slot 1 (2.0 MB, about 2.0 s)')
  })
})
