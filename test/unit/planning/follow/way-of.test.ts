import {expect} from 'chai'
import type {CommandWay} from '../../../../src/planning/follow/command-way.js'
import {wayOf} from '../../../../src/planning/follow/way-of.js'

describe('[U] wayOf', () => {
  describe('commands that are sent as they are', () => {
    const forwarded: readonly (readonly [call: string, keys: string, changes: string])[] = [
      ['SET k v EX 10', 'k', 'k'],
      ['set k v', 'k', 'k'],
      ['zadd k 3479099943497504 Palermo', 'k', 'k'],
      ['GEOADD k 13.3 38.1 p', 'k', 'k'],
      ['RENAME a b', 'a b', 'a b'],
      ['RENAMENX a b', 'a b', 'a b'],
      ['COPY a b REPLACE', 'a b', 'b'],
      ['SMOVE a b m', 'a b', 'a b'],
      ['LMOVE a b LEFT RIGHT', 'a b', 'a b'],
      ['RPOPLPUSH a a', 'a a', 'a a'],
      ['MSETNX a 1 b 2', 'a b', 'a b'],
      ['MSETEX 2 a 1 b 2 EX 10', 'a b', 'a b'],
      ['BITOP AND d a b a', 'd a b a', 'd'],
      ['PFMERGE d a b', 'd a b', 'd'],
      ['PFCOUNT a', 'a', 'a'],
      ['SINTERSTORE d a b', 'd a b', 'd'],
      ['ZUNIONSTORE d 2 a b WEIGHTS 1 2', 'd a b', 'd'],
      ['ZINTERSTORE d 1 d', 'd d', 'd'],
      ['ZRANGESTORE d a 0 -1', 'd a', 'd'],
      ['GEOSEARCHSTORE d a FROMMEMBER m BYRADIUS 1 km', 'd a', 'd'],
      ['LMPOP 2 a b LEFT', 'a b', 'a b'],
      ['ZMPOP 1 a MIN COUNT 2', 'a', 'a'],
      ['XGROUP CREATE k g $', 'k', 'k'],
      ['xgroup delconsumer k g c', 'k', 'k'],
      ['XADD k 1-1 f v', 'k', 'k'],
      ['XADD k MAXLEN = 2 1-1 f *', 'k', 'k'],
      ['XADD k IDMP ~ * 1-1 f v', 'k', 'k'],
      ['XADD k NOMKSTREAM MINID 5 1-1 ~ ~', 'k', 'k'],
      ['XTRIM k MINID = 101-1', 'k', 'k'],
      ['XCLAIM k g c 0 1-1 TIME 5 RETRYCOUNT 1 FORCE JUSTID LASTID 1-1', 'k', 'k'],
    ]
    for (const [call, keys, changes] of forwarded) {
      it(`finds the keys of ${call}`, () => {
        expect(shown(call)).to.deep.include({kind: 'forward', words: call, keys, changes})
      })
    }

    const others: readonly (readonly [call: string, sent: string])[] = [
      ['BRPOPLPUSH a b 0', 'RPOPLPUSH a b'],
      ['BLMOVE a b LEFT RIGHT 0', 'LMOVE a b LEFT RIGHT'],
      ['BLMPOP 0 2 a b LEFT COUNT 5', 'LMPOP 2 a b LEFT COUNT 5'],
      ['BZMPOP 0 1 a MAX', 'ZMPOP 1 a MAX'],
      ['RESTORE-ASKING a 0 v REPLACE', 'RESTORE a 0 v REPLACE'],
      ['XADD k MAXLEN = 2 LIMIT 10 3-0 f v', 'XADD k MAXLEN = 2 3-0 f v'],
      ['XADD k MAXLEN = 2 3-0 LIMIT v', 'XADD k MAXLEN = 2 3-0 LIMIT v'],
      ['XTRIM k MINID = 101-1 LIMIT 1000 DELREF', 'XTRIM k MINID = 101-1 DELREF'],
    ]
    for (const [call, sent] of others) {
      it(`sends ${sent} for ${call}`, () => {
        expect(shown(call)).to.deep.include({kind: 'forward', words: sent})
      })
    }

    it('keeps the bytes of keys', () => {
      const key = Buffer.from([0, 255, 13, 10])
      const way = wayOf([Buffer.from('SET'), key, Buffer.from('v')], 0)
      expect(way).to.deep.include({kind: 'forward', keys: [key], changes: [key]})
    })
  })

  describe('replies that say that nothing changed', () => {
    const telling = [
      'PERSIST k',
      'EXPIRE k 5',
      'HDEL k f',
      'SREM k m',
      'LREM k 0 v',
      'SETNX k v',
      'LPOP k',
      'RENAMENX a b',
      'SET k v NX',
      'SET k v EX 5 XX',
      'SET k v IFEQ GET',
      'ZADD k GT CH 1 m',
      'GEOADD k CH 1 2 m',
      'LMPOP 1 k LEFT',
      'GETDEL k',
      'GETEX k PERSIST',
      'XADD k 1-1 f v',
      'COPY a b',
      'XGROUP DESTROY k g',
    ]
    const silent = [
      'SET k v',
      'SET k v NX GET',
      'SET k v GET',
      'SET k v EX 5',
      'SET k v WRONG NX',
      'GETSET k v',
      'ZADD k 1 m',
      'ZADD k CH INCR 1 m',
      'ZADD k INCR 1 m',
      'GEOADD k 1 2 m',
      'HSET k f v',
      'SETBIT k 1 1',
      'SINTERSTORE d a',
      'XGROUP DELCONSUMER k g c',
      'INCR k',
      'VADD k VALUES 1 1 m',
      'PFCOUNT k',
      'BITOP NOT a b',
    ]
    it('are 0 and null for some commands only', () => {
      for (const call of telling) expect(wayOf(wordsOf(call), 0), call).to.include({noEffect: 'zero-or-null'})
      for (const call of silent) expect(wayOf(wordsOf(call), 0), call).not.to.have.property('noEffect')
    })
  })

  describe('commands that are sent in parts', () => {
    const inParts: readonly (readonly [call: string, ...parts: readonly string[]])[] = [
      ['DEL a', 'a: DEL a'],
      ['del a b a', 'a: del a', 'b: del b', 'a: del a'],
      ['UNLINK a b', 'a: UNLINK a', 'b: UNLINK b'],
      ['MSET a 1 b 2', 'a: MSET a 1', 'b: MSET b 2'],
    ]
    for (const [call, ...parts] of inParts) {
      it(`divides ${call}`, () => {
        expect(shown(call)).to.deep.equal({kind: 'split', parts})
      })
    }
  })

  describe('commands of which the effect counts', () => {
    const effects: readonly (readonly [call: string, keys: string])[] = [
      ['SPOP k', '3:k'],
      ['SPOP k 5', '3:k'],
      ['INCRBYFLOAT k 0.1', '3:k'],
      ['HINCRBYFLOAT k f 0.1', '3:k'],
      ['BLPOP a b 0', '3:a 3:b'],
      ['BZPOPMAX a 0', '3:a'],
      ['MOVE k 7', '3:k 7:k'],
      ['COPY a b DB 7 REPLACE', '7:b'],
      ['SORT k BY w-* GET # GET o-* LIMIT 0 5 DESC ALPHA STORE d', '3:d'],
      ['SORT k STORE d STORE e', '3:e'],
      ['GEORADIUS k 1 2 3 km STOREDIST d', '3:d'],
      ['GEORADIUSBYMEMBER k m 3 km WITHDIST COUNT 1 ANY ASC STORE d STOREDIST e', '3:e'],
      ['MIGRATE h 1 k 0 5 REPLACE', '3:k'],
      ['MIGRATE h 1 "" 0 5 COPY AUTH2 u p KEYS a b', '3:a 3:b'],
      ['XADD k * f v', '3:k'],
      ['XADD k 5-* f v', '3:k'],
      ['XADD k MAXLEN ~ 5 LIMIT 10 1-1 f v', '3:k'],
      ['XTRIM k MAXLEN ~ 5', '3:k'],
      ['XCLAIM k g c 0 1-1', '3:k'],
      ['XCLAIM k g c 10 1-1 TIME 5', '3:k'],
      ['XCLAIM k g c 0 1-1 IDLE 5', '3:k'],
      ['XAUTOCLAIM k g c 0 0', '3:k'],
      ['XREADGROUP GROUP g c COUNT 1 NOACK STREAMS a b > 0', '3:a 3:b'],
      ['PFDEBUG TODENSE k', '3:k'],
    ]
    for (const [call, keys] of effects) {
      it(`finds the keys of ${call}`, () => {
        expect(shown(call, 3)).to.deep.equal({kind: 'effect', keys})
      })
    }
  })

  it('finds what is for the whole server', () => {
    const ways: readonly (readonly [call: string, way: CommandWay])[] = [
      ['SELECT 5', {kind: 'select', db: 5}],
      ['MULTI', {kind: 'multi'}],
      ['exec', {kind: 'exec'}],
      ['FLUSHDB ASYNC', {kind: 'flush', db: 3}],
      ['FLUSHALL', {kind: 'flush', db: 'all'}],
      ['SWAPDB 1 2', {kind: 'swap', first: 1, second: 2}],
      ['FUNCTION LOAD code', {kind: 'everywhere'}],
      ['function flush', {kind: 'everywhere'}],
      ['SCRIPT LOAD code', {kind: 'everywhere'}],
      ['TRIMSLOTS RANGES 1 5 6', {kind: 'slots'}],
      ['CLUSTER FLUSHSLOT 5', {kind: 'slots'}],
    ]
    for (const [call, way] of ways) expect(wayOf(wordsOf(call), 3), call).to.deep.equal(way)
  })

  it('sends nothing that changes no key', () => {
    const calls =
      'PING;REPLCONF GETACK *;PUBLISH c m;SPUBLISH c m;TOUCH k;PFCOUNT a b;SORT k ALPHA;GEORADIUS k 1 2 3 km WITHCOORD'
    for (const call of calls.split(';')) expect(wayOf(wordsOf(call), 0).kind, call).to.equal('ignore')
  })

  it('finds the keys that scripts name', () => {
    expect(shown('EVAL code 2 a b c', 3)).to.deep.equal({kind: 'script', keys: '3:a 3:b'})
    expect(shown('FCALL name 0', 3)).to.deep.equal({kind: 'script', keys: ''})
  })

  const odd = [
    '',
    'NOSUCH k',
    'JSON.SET k $ v',
    'GET k',
    'SET',
    'DEL',
    'MSET a',
    'MSET a 1 b',
    'RENAME a',
    'XGROUP',
    'XGROUP HELP k',
    'BLPOP',
    'BLPOP 0',
    'MSETEX two a 1',
    'MSETEX 2 a 1 b',
    'LMPOP 0 LEFT',
    'LMPOP 3 a b',
    'LMPOP -1 a LEFT',
    'ZUNIONSTORE d x a',
    'ZUNIONSTORE d 9 a',
    'EVAL code',
    'EVAL code x',
    'EVAL code 2 a',
    'SELECT',
    'SELECT x',
    'SWAPDB 1',
    'MOVE k',
    'MOVE k x',
    'COPY a b DB x',
    'SORT k WRONG',
    'SORT k STORE',
    'GEORADIUS k 1 2 3 km STORE',
    'MIGRATE h 1',
    'XREADGROUP GROUP g c STREAMS a b >',
    'XREADGROUP GROUP g c',
    'XREADGROUP GROUP g c STREAMS',
    'FUNCTION KILL',
    'SCRIPT',
    'LMPOP 99999999999999999999 a',
  ]
  for (const call of odd) {
    it(`does not know "${call}"`, () => {
      expect(wayOf(wordsOf(call), 0)).to.deep.equal({kind: 'unknown'})
    })
  }

  it('does not know what has no words', () => {
    expect(wayOf([], 0)).to.deep.equal({kind: 'unknown'})
  })
})

/** The way with words instead of buffers. */
function shown(call: string, db = 0): Readonly<Record<string, unknown>> {
  const way = wayOf(wordsOf(call), db)
  if (way.kind === 'forward') {
    return {...way, words: way.words.join(' '), keys: way.keys.join(' '), changes: way.changes.join(' ')}
  }
  if (way.kind === 'split')
    return {...way, parts: way.parts.map(({key, words}) => `${key.toString()}: ${words.join(' ')}`)}
  if (!('keys' in way)) return way
  return {...way, keys: way.keys.map(({db, key}) => `${db}:${key.toString()}`).join(' ')}
}

function wordsOf(call: string): Buffer[] {
  return call.split(' ').map((word) => Buffer.from(word))
}
