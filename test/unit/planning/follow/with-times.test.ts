import {expect} from 'chai'
import {withTimes} from '../../../../src/planning/follow/with-times.js'

const SHIFTS = {absoluteShiftMs: 250, relativeShiftMs: -1500}
const WHOLE = {absoluteShiftMs: 2000, relativeShiftMs: -3000}

describe('[U] withTimes', () => {
  const moved: readonly (readonly [call: string, after: string, afterWhole: string])[] = [
    ['EXPIRE k 100', 'PEXPIRE k 98500', 'EXPIRE k 97'],
    ['expire k 100 NX', 'PEXPIRE k 98500 NX', 'expire k 97 NX'],
    ['PEXPIRE k 100', 'PEXPIRE k 1', 'PEXPIRE k 1'],
    ['EXPIRE k 1', 'PEXPIRE k 1', 'PEXPIRE k 1'],
    ['EXPIREAT k 1700000000', 'PEXPIREAT k 1700000000250', 'EXPIREAT k 1700000002'],
    ['PEXPIREAT k 1700000000000 GT', 'PEXPIREAT k 1700000000250 GT', 'PEXPIREAT k 1700000002000 GT'],
    ['SETEX k 100 v', 'PSETEX k 98500 v', 'SETEX k 97 v'],
    ['PSETEX k 9000 v', 'PSETEX k 7500 v', 'PSETEX k 6000 v'],
    ['SET k v EX 100', 'SET k v PX 98500', 'SET k v EX 97'],
    ['SET k v NX px 9000', 'SET k v NX px 7500', 'SET k v NX px 6000'],
    [
      'SET k EX IFEQ EX EXAT 1700000000 GET',
      'SET k EX IFEQ EX PXAT 1700000000250 GET',
      'SET k EX IFEQ EX EXAT 1700000002 GET',
    ],
    ['SET k v PXAT 1700000000000', 'SET k v PXAT 1700000000250', 'SET k v PXAT 1700000002000'],
    ['GETEX k EX 100', 'GETEX k PX 98500', 'GETEX k EX 97'],
    ['GETEX k EXAT 1700000000', 'GETEX k PXAT 1700000000250', 'GETEX k EXAT 1700000002'],
    ['RESTORE k 9000 v', 'RESTORE k 7500 v', 'RESTORE k 6000 v'],
    [
      'RESTORE k 1700000000000 v REPLACE ABSTTL FREQ 5',
      'RESTORE k 1700000000250 v REPLACE ABSTTL FREQ 5',
      'RESTORE k 1700000002000 v REPLACE ABSTTL FREQ 5',
    ],
    ['RESTORE-ASKING k 9000 v REPLACE', 'RESTORE-ASKING k 7500 v REPLACE', 'RESTORE-ASKING k 6000 v REPLACE'],
    ['HEXPIRE k 100 FIELDS 1 f', 'HPEXPIRE k 98500 FIELDS 1 f', 'HEXPIRE k 97 FIELDS 1 f'],
    ['HPEXPIRE k 9000 NX FIELDS 1 f', 'HPEXPIRE k 7500 NX FIELDS 1 f', 'HPEXPIRE k 6000 NX FIELDS 1 f'],
    [
      'HEXPIREAT k 1700000000 FIELDS 1 f',
      'HEXPIREAT k 1700000000 FIELDS 1 f',
      'HEXPIREAT k 1700000000 FIELDS 1 f',
    ],
    [
      'HPEXPIREAT k 1700000000000 FIELDS 1 f',
      'HPEXPIREAT k 1700000000000 FIELDS 1 f',
      'HPEXPIREAT k 1700000000000 FIELDS 1 f',
    ],
    [
      'HSETEX k FNX EX 100 FIELDS 1 EX 5',
      'HSETEX k FNX PX 98500 FIELDS 1 EX 5',
      'HSETEX k FNX EX 97 FIELDS 1 EX 5',
    ],
    [
      'HGETEX k EXAT 1700000000 FIELDS 1 EX',
      'HGETEX k EXAT 1700000000 FIELDS 1 EX',
      'HGETEX k EXAT 1700000000 FIELDS 1 EX',
    ],
    ['HSETEX k FIELDS 1 EX 5 EX 100', 'HSETEX k FIELDS 1 EX 5 PX 98500', 'HSETEX k FIELDS 1 EX 5 EX 97'],
    ['HGETEX k FIELDS 1 EX EX 100', 'HGETEX k FIELDS 1 EX PX 98500', 'HGETEX k FIELDS 1 EX EX 97'],
    ['MSETEX 2 EX 1 PX 2 NX EX 100', 'MSETEX 2 EX 1 PX 2 NX PX 98500', 'MSETEX 2 EX 1 PX 2 NX EX 97'],
    ['MSETEX 1 a v PXAT 1700000000000', 'MSETEX 1 a v PXAT 1700000000250', 'MSETEX 1 a v PXAT 1700000002000'],
  ]
  for (const [call, after, afterWhole] of moved) {
    it(`moves the time of ${call}`, () => {
      expect(shown(call)).to.equal(after)
      expect(shown(call, WHOLE)).to.equal(afterWhole)
    })
  }

  const unchanged = [
    'SET k v',
    'SET k 5 KEEPTTL',
    'SET k v EX',
    'SET k v EX ten',
    'SET k v EX -10',
    'SET k v WRONG EX 10',
    'EXPIRE k -1',
    'EXPIRE k 0',
    'EXPIRE k',
    'EXPIRE',
    'PEXPIRE k 1.5',
    'PEXPIREAT k 99999999999999999999',
    'PEXPIREAT k 9223372036854775807',
    'RESTORE k 0 v',
    'RESTORE k 0 v ABSTTL',
    'RESTORE k 9000 v WRONG',
    'GETEX k',
    'MSETEX two a v EX 100',
    'MSETEX 9 a v EX 100',
    'HSETEX k KEEPTTL FIELDS 1 EX 5',
    'HGETEX k FIELDS 1 EX',
    'HGETEX k FIELDS 9 EX EX 5',
    'HGETEX k FIELDS x EX EX 5',
    'HGETEX k FIELDS',
    'APPEND k 100',
  ]
  for (const call of unchanged) {
    it(`leaves ${call} as it is`, () => {
      expect(shown(call)).to.equal(call)
    })
  }

  it('keeps what is in seconds, and the words themselves, if there is nothing to add', () => {
    const words = wordsOf('SET k v EX 100')
    expect(withTimes(words, {absoluteShiftMs: 5, relativeShiftMs: 0.2}).words).to.equal(words)
    expect(withTimes([], SHIFTS)).to.deep.equal({words: [], changesExpiry: false})
  })

  it('keeps all digits, and all bytes of keys and values', () => {
    expect(shown('PEXPIREAT k 9007199254740993')).to.equal('PEXPIREAT k 9007199254741243')
    const words = [
      Buffer.from('SET'),
      Buffer.from([0, 255]),
      Buffer.from([200]),
      Buffer.from('EX'),
      Buffer.from('9'),
    ]
    expect(withTimes(words, SHIFTS).words.slice(0, 3)).to.deep.equal(words.slice(0, 3))
  })

  const changing =
    'EXPIRE k 1;PEXPIRE k 1;EXPIREAT k 1;PEXPIREAT k 1;PERSIST k;GETEX k EX 5;GETEX k PERSIST;HPERSIST k FIELDS 1 f;HEXPIRE k 1 FIELDS 1 f;HPEXPIREAT k 1 FIELDS 1 f;HGETEX k PERSIST FIELDS 1 f;HGETEX k PX 1 FIELDS 1 f;HSETEX k EX 1 FIELDS 1 f v'
  const others =
    'SET k v EX 5;SETEX k 5 v;PSETEX k 5 v;RESTORE k 5 v;GETEX k;HGETEX k FIELDS 1 f;HSETEX k KEEPTTL FIELDS 1 f v;MSETEX 1 k v EX 5;DEL k;GETEX k EX 5 WRONG'
  it('says which commands change a time to live of what exists', () => {
    for (const call of changing.split(';')) expect(changesExpiry(call), call).to.equal(true)
    for (const call of others.split(';')) expect(changesExpiry(call), call).to.equal(false)
  })
})

function shown(call: string, shifts = SHIFTS): string {
  return withTimes(wordsOf(call), shifts).words.join(' ')
}

function changesExpiry(call: string): boolean {
  return withTimes(wordsOf(call), SHIFTS).changesExpiry
}

function wordsOf(call: string): Buffer[] {
  return call.split(' ').map((word) => Buffer.from(word))
}
