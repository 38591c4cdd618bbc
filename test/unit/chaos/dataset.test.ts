import {expect} from 'chai'
import {type ChaosKey, COUNTER_BASE, KEY_NAMES, type KeyKind, makeKeys, read} from '../../chaos/dataset.js'
import {keySlot} from '../../../src/redis/key-slot.js'
import {randomFrom} from '../../support/random.js'

const keyOf = (kind: KeyKind): ChaosKey => ({name: 'ck:{1}:7', kind, slot: 1, number: 7})

describe('chaos: read', () => {
  it('recognises the version of a string, and a value of another key', () => {
    expect(read(keyOf('string'), 'ck:{1}:7=12')).to.deep.equal({state: 'present', version: 12, isWhole: true})
    expect(read(keyOf('string'), 'ck:{1}:70=12')).to.deep.equal({state: 'foreign'})
    expect(read(keyOf('string'), null)).to.deep.equal({state: 'missing'})
  })

  it('recognises a counter that started at zero again, and a counter of another key', () => {
    const counter = keyOf('counter')
    expect(read(counter, `${7 * COUNTER_BASE + 5}`)).to.deep.equal({
      state: 'present',
      version: 5,
      isWhole: true,
    })
    expect(read(counter, '5')).to.deep.equal({state: 'present', version: 0, isWhole: false})
    expect(read(counter, `${8 * COUNTER_BASE + 5}`)).to.deep.equal({state: 'foreign'})
  })

  it('recognises a hash that lacks its first fields', () => {
    const fields = [0, 1, 2].flatMap((part) => [`ck:{1}:7#${part}`, `ck:{1}:7#${part}`])
    const whole = ['name', 'ck:{1}:7', 'v', '3', ...fields]
    expect(read(keyOf('hash'), whole)).to.deep.equal({state: 'present', version: 3, isWhole: true})
    expect(read(keyOf('hash'), whole.slice(0, 4))).to.deep.equal({
      state: 'present',
      version: 3,
      isWhole: false,
    })
    expect(read(keyOf('hash'), ['name', 'ck:{1}:8', 'v', '3'])).to.deep.equal({state: 'foreign'})
  })

  it('recognises a list with elements of another key', () => {
    expect(read(keyOf('list'), ['ck:{1}:7#0', 'ck:{1}:8#1'])).to.deep.equal({state: 'foreign'})
    expect(read(keyOf('list'), ['ck:{1}:7#0'])).to.deep.equal({state: 'present', version: 0, isWhole: false})
  })
})

describe('chaos: makeKeys', () => {
  it('makes keys of the given slots, with names that can be found in a text', () => {
    for (const {name, slot} of makeKeys(randomFrom(1), 400, [0, 5461, 10_923])) {
      expect(keySlot(Buffer.from(name))).to.equal(slot)
      expect(`said "${name}", and`.match(KEY_NAMES)).to.deep.equal([name])
    }
  })
})
