import {expect} from 'chai'
import {importErrorKind, isOfKeyAlone} from '../../../src/redis/import-error.js'

describe('an error of a source', () => {
  for (const [message, isOwned, isAlone] of [
    ['MOVED 5 127.0.0.1:7000', false, true],
    ['ASK 5 127.0.0.1:7000', false, true],
    ['MOVED 5 127.0.0.1:7000', true, false],
    ['NOPERM this user has no permissions to access one of the keys used as arguments', true, true],
    ['NOPERM No permissions to access a key', true, true],
    ["NOPERM this user has no permissions to run the 'dump' command", true, false],
    ['LOADING Redis is loading the dataset in memory', true, false],
    ['BUSY Redis is busy running a script.', true, false],
    ['NOAUTH Authentication required.', true, false],
  ] as const) {
    it(`«${message}» is ${isAlone ? '' : 'not '}of one key alone, of a slot that is ${isOwned ? 'its own' : 'not'}`, () => {
      expect(isOfKeyAlone(new Error(message), isOwned)).to.equal(isAlone)
    })
  }

  it('is found in the error message of MIGRATE', () => {
    const wrapped = (text: string) =>
      importErrorKind(new Error(`ERR Target instance replied with error: ${text}`))
    expect(wrapped('BUSY Redis is busy running a script')).to.equal('try-again')
    expect(wrapped('BUSYKEY Target key name already exists.')).to.equal('busy-key')
    expect(wrapped('NOPERM No permissions to access a key')).to.equal('key')
    expect(wrapped("NOPERM no permissions to run the 'restore' command")).to.equal('fatal')
  })
})
