import {expect} from 'chai'
import type {StreamKey} from '../../../../src/domain/follow.js'
import {type PlannedBatch, StreamPlanner} from '../../../../src/planning/follow/stream-planner.js'
import {keySlot} from '../../../../src/redis/key-slot.js'

type Facts = ConstructorParameters<typeof StreamPlanner>[0]

const FACTS: Facts = {slotOf: keySlot, databases: [0], follows: () => true}

/** Commands of which the first ends at byte `from`, the next one ten bytes later, and so on. */
function commands(lines: readonly string[], from = 10) {
  return lines.map((line, at) => ({
    words: line.split(' ').map((word) => Buffer.from(word)),
    end: from + at * 10,
  }))
}

function planner(database: number | undefined = 0, facts: Partial<Facts> = {}): StreamPlanner {
  return new StreamPlanner({...FACTS, ...facts}, database)
}

function sent({pieces}: PlannedBatch): string[] {
  return pieces.map(({words}) => words.join(' '))
}

function wanted({wanted: keys}: StreamPlanner): string[] {
  return [...keys.values()].map(textOf)
}

function textOf({db, key}: StreamKey): string {
  return `${db}:${key.toString()}`
}

function keyOf(name: string, db = 0): StreamKey {
  return {db, key: Buffer.from(name)}
}

describe('[U] StreamPlanner', () => {
  it('sends commands of one slot as they are, with their slot, their database and what they change', () => {
    const plan = planner()
    const batch = plan.plan(commands(['SET a 1', 'SELECT 3', 'SINTERSTORE {t}c {t}a {t}b', 'PING', 'INCR a']))
    expect(sent(batch)).to.deep.equal(['SET a 1', 'SINTERSTORE {t}c {t}a {t}b', 'INCR a'])
    expect(batch.pieces.map(({slot, db, end}) => [slot, db, end])).to.deep.equal([
      [keySlot(Buffer.from('a')), 0, 10],
      [keySlot(Buffer.from('t')), 3, 30],
      [keySlot(Buffer.from('a')), 3, 50],
    ])
    expect(batch.pieces.map(({changes}) => changes.map(textOf))).to.deep.equal([['0:a'], ['3:{t}c'], ['3:a']])
    expect(batch).to.include({used: 5, barrier: undefined, safe: 0, scripts: 0})
    expect(wanted(plan)).to.deep.equal([])
    expect(plan.database).to.equal(3)
  })

  it('says of which commands the reply can tell that they had no effect', () => {
    const {pieces} = planner().plan(commands(['SET a 1', 'PEXPIREAT a 1700000000000', 'RENAMENX {a}b {a}c']))
    expect(pieces.map(({mustHaveEffect}) => mustHaveEffect)).to.deep.equal([false, true, true])
  })

  it('wants what a command with keys of several slots changes', () => {
    const plan = planner()
    const batch = plan.plan(commands(['RENAME a b', 'SINTERSTORE c a b']))
    expect(sent(batch)).to.deep.equal([])
    expect(batch.safe).to.equal(2)
    expect(wanted(plan)).to.deep.equal(['0:a', '0:b', '0:c'])
  })

  it('wants what a command with an effect of its own changes', () => {
    const plan = planner()
    expect(sent(plan.plan(commands(['INCRBYFLOAT a 0.5', 'MOVE b 2'])))).to.deep.equal([])
    expect(wanted(plan)).to.deep.equal(['0:a', '0:b', '2:b'])
  })

  it('sends what it can split in parts, and wants only the parts of keys that are wanted', () => {
    const plan = planner()
    plan.want(keyOf('b'))
    const batch = plan.plan(commands(['DEL a b c', 'MSET b 1 c 2']))
    expect(sent(batch)).to.deep.equal(['DEL a', 'DEL c', 'MSET c 2'])
    expect(wanted(plan)).to.deep.equal(['0:b'])
  })

  it('does not send what reads or changes a wanted key, until that has been brought', () => {
    const plan = planner()
    plan.want(keyOf('{t}a'))
    const batch = plan.plan(commands(['INCR {t}a', 'COPY {t}a {t}b', 'INCR {t}c']))
    expect(sent(batch)).to.deep.equal(['INCR {t}c'])
    expect(wanted(plan)).to.deep.equal(['0:{t}a', '0:{t}b'])
    plan.brought(keyOf('{t}a'), 30)
    plan.brought(keyOf('{t}b'), 30)
    expect(wanted(plan)).to.deep.equal([])
    expect(sent(plan.plan(commands(['INCR {t}a', 'COPY {t}a {t}b'], 40)))).to.deep.equal([
      'INCR {t}a',
      'COPY {t}a {t}b',
    ])
  })

  it('leaves out commands for a key that the cluster has from a later place, up to this place', () => {
    const plan = planner()
    plan.brought(keyOf('a'), 20)
    const batch = plan.plan(commands(['INCR a', 'INCR a', 'INCR a']))
    expect(batch.pieces.map(({end}) => end)).to.deep.equal([30])
    expect(batch.safe).to.equal(0)
    expect(wanted(plan)).to.deep.equal([])
  })

  it('does not mix up the same name in two databases', () => {
    const plan = planner()
    plan.brought(keyOf('a', 1), 20)
    plan.want(keyOf('b', 1))
    const batch = plan.plan(commands(['INCR a', 'INCR b', 'SELECT 1', 'INCR a', 'INCR b']))
    expect(batch.pieces.map(({db, words}) => `${db} ${words.join(' ')}`)).to.deep.equal([
      '0 INCR a',
      '0 INCR b',
      '1 INCR a',
    ])
  })

  it('wants what is made from a key of a later place', () => {
    const plan = planner()
    plan.brought(keyOf('{t}a'), 20)
    const batch = plan.plan(commands(['COPY {t}a {t}b', 'RENAME {t}a {t}c', 'COPY {t}a {t}d']))
    expect(sent(batch)).to.deep.equal(['COPY {t}a {t}d'])
    expect(wanted(plan)).to.deep.equal(['0:{t}b', '0:{t}c'])
  })

  it('forgets what is behind a place, and wants again what was brought over later than another server has it', () => {
    const plan = planner()
    plan.brought(keyOf('a'), 20)
    plan.brought(keyOf('b'), 50)
    plan.passed(20)
    // As after a return to an earlier place.
    expect(sent(plan.plan(commands(['INCR a', 'INCR b'])))).to.deep.equal(['INCR a'])
    plan.want(keyOf('c'))
    plan.distrust(50)
    expect(wanted(plan)).to.deep.equal(['0:c'])
    plan.distrust(49)
    expect(wanted(plan)).to.have.members(['0:b', '0:c'])
    expect(sent(plan.plan(commands(['INCR b', 'INCR c'])))).to.deep.equal([])
  })

  it('sends nothing up to and with the byte up to which it brings over', () => {
    const plan = planner()
    plan.bringUpTo = 20
    const batch = plan.plan(commands(['INCR a', 'DEL b c', 'INCR d', 'INCR e']))
    expect(sent(batch)).to.deep.equal(['INCR d', 'INCR e'])
    expect(wanted(plan)).to.deep.equal(['0:a', '0:b', '0:c'])
  })

  it('wants a key in each database while it is not known which one a command is for', () => {
    const plan = planner(undefined, {databases: [0, 4, 7], follows: (db) => db !== 7})
    plan.database = undefined
    const batch = plan.plan(commands(['INCR a', 'SELECT 4', 'INCR a', 'INCR b']))
    expect(sent(batch)).to.deep.equal(['INCR b'])
    expect(wanted(plan)).to.deep.equal(['0:a', '4:a'])
  })

  it('leaves out databases that are not followed', () => {
    const plan = planner(0, {follows: (db) => db === 0})
    const batch = plan.plan(commands(['MOVE a 2', 'SELECT 2', 'INCR b', 'RENAME c d', 'MOVE e 0']))
    expect(sent(batch)).to.deep.equal([])
    expect(wanted(plan)).to.deep.equal(['0:a', '0:e'])
    expect(batch).to.include({used: 5, safe: 2})
  })

  it('names the transaction of each command, also of one that goes on in the next part', () => {
    const plan = planner()
    const first = plan.plan(commands(['INCR a', 'MULTI', 'INCR a', 'INCR b', 'EXEC', 'MULTI', 'INCR c']))
    expect(first.pieces.map(({transaction}) => transaction)).to.deep.equal([undefined, 1, 1, 2])
    const second = plan.plan(commands(['INCR d', 'EXEC', 'INCR e'], 80))
    expect(second.pieces.map(({transaction}) => transaction)).to.deep.equal([2, undefined])
  })

  it('counts scripts that clients have sent, and wants the keys that they name', () => {
    const plan = planner()
    const batch = plan.plan(commands(['EVAL x 2 a b argument', 'INCR c']))
    expect(batch).to.include({scripts: 1, safe: 1})
    expect(sent(batch)).to.deep.equal(['INCR c'])
    expect(wanted(plan)).to.deep.equal(['0:a', '0:b'])
  })

  const barriers = [
    ['FLUSHALL', {kind: 'flush', db: 'all'}],
    ['FLUSHDB ASYNC', {kind: 'flush', db: 0}],
    ['SWAPDB 0 3', {kind: 'swap', first: 0, second: 3}],
    ['FUNCTION LOAD x', {kind: 'everywhere'}],
    ['MADE.UP a', {kind: 'unknown'}],
  ] as const
  for (const [line, way] of barriers) {
    it(`stops before what follows ${line}`, () => {
      const {barrier, used, ...batch} = planner().plan(commands(['INCR a', line, 'INCR b']))
      expect(sent({...batch, barrier, used})).to.deep.equal(['INCR a'])
      expect(barrier).to.deep.include({way, db: 0, end: 20})
      expect(barrier?.words.join(' ')).to.equal(line)
      expect(used).to.equal(1)
    })
  }

  it('knows the database of a barrier, and what comes after one', () => {
    const plan = planner(2)
    expect(plan.plan(commands(['FLUSHDB'])).barrier?.way).to.deep.equal({kind: 'flush', db: 2})
    expect(sent(plan.plan(commands(['INCR a'], 20)))).to.deep.equal(['INCR a'])
  })
})
