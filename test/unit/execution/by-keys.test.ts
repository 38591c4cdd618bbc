import {expect} from 'chai'
import {bigKeysOf, describeBigKey} from '../../../src/execution/move/by-keys/big-keys.js'
import {Ledger} from '../../../src/execution/move/by-keys/ledger.js'
import {type KeyGroup, Pace, pauseOf} from '../../../src/execution/move/by-keys/pace.js'
import {wayOut} from '../../../src/execution/move/by-keys/settle.js'
import {moveErrorKind} from '../../../src/redis/move-error.js'

function group(slot: number, count: number, bytes: number | undefined = 100): KeyGroup {
  const keys = Array.from({length: count}, (_, at) => ({key: Buffer.from(`${slot}:${at}`), bytes}))
  return {slot, db: 0, keys}
}

function sizes(pace: Pace, groups: KeyGroup[], aimMs: number): number[][] {
  const batches: number[][] = []
  while (groups.length > 0) batches.push(pace.take(groups, aimMs).groups.map(({keys}) => keys.length))
  return batches
}

describe('[U] Pace', () => {
  it('puts groups together until the aim, does not cut small ones, and takes every key once', () => {
    const batches = sizes(new Pace(Infinity), [group(1, 20), group(2, 20), group(3, 20), group(4, 20)], 0.5)
    expect(batches).to.deep.equal([
      [20, 20],
      [20, 20],
    ])
    expect(
      sizes(new Pace(Infinity), [group(1, 1000)], 1)
        .flat()
        .reduce((a, b) => a + b),
    ).to.equal(1000)
  })

  it('takes one key at least, and no more than it may in one MIGRATE', () => {
    expect(sizes(new Pace(Infinity), [group(1, 3, 10_000_000)], 1)).to.deep.equal([[1], [1], [1]])
    expect(sizes(new Pace(2), [group(1, 5)], 100)).to.deep.equal([[2, 2, 1]])
  })

  it('counts bytes as well as keys', () => {
    const small = new Pace(Infinity).take([group(1, 1000, 100)], 1)
    const large = new Pace(Infinity).take([group(1, 1000, 20_000)], 1)
    expect(large.keys).to.be.below(small.keys / 5)
  })

  it('learns how long batches really take, and lets one slow one count little', () => {
    const pace = new Pace(Infinity)
    const first = pace.take([group(1, 1000)], 1)
    pace.learn(first, first.predictedMs * 1000)
    const afterOne = pace.take([group(1, 1000)], 1)
    expect(afterOne.keys).to.be.within(first.keys / 2, first.keys)
    for (let time = 0; time < 30; time++) {
      const batch = pace.take([group(1, 1000)], 1)
      pace.learn(batch, batch.predictedMs * 2)
    }
    expect(pace.take([group(1, 1000)], 1).keys).to.be.below(first.keys / 3)
    for (let time = 0; time < 200; time++) pace.learn(first, 0.01)
    expect(pace.take([group(1, 5000)], 1).keys).to.be.above(first.keys)
  })
})

describe('[U] big keys', () => {
  it('are those that would hold the nodes too long', () => {
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

describe('[U] wayOut', () => {
  const half = (onSource: number | undefined, onTarget: number | undefined, more = {}) =>
    wayOut({
      keysOnSource: onSource,
      keysOnTarget: onTarget,
      closing: false,
      sent: true,
      targetStands: true,
      ...more,
    })

  it('goes back where nothing is on the target, and forward where nothing is left on the source', () => {
    expect(half(3, 0)).to.equal('back')
    expect(half(0, 0)).to.equal('back')
    expect(half(0, 3)).to.equal('forward')
    expect(half(2, 1)).to.equal('leave')
  })

  it('does not go back once the target was told that it is the owner', () => {
    expect(half(0, 0, {closing: true})).to.equal('forward')
    expect(half(1, 0, {closing: true})).to.equal('leave')
    expect(half(0, undefined, {closing: true})).to.equal('leave')
  })

  it('leaves what was sent to a target that was started again or replaced: its replica may have the keys', () => {
    expect(half(0, 0, {targetStands: false})).to.equal('leave')
    expect(half(3, 0, {targetStands: false})).to.equal('leave')
    expect(half(0, 0, {targetStands: false, closing: true})).to.equal('leave')
    expect(half(3, 0, {targetStands: false, sent: false})).to.equal('back')
  })

  it('closes a slot of which nothing was sent when the target cannot be asked, and leaves others', () => {
    expect(half(3, undefined, {sent: false})).to.equal('back')
    expect(half(3, undefined)).to.equal('leave')
    expect(half(undefined, 0)).to.equal('leave')
  })
})

describe('[U] Ledger', () => {
  it('has each slot in one place, and counts what is being closed as open', () => {
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

describe('[U] moveErrorKind', () => {
  for (const [message, kind] of [
    ['ERR Target instance replied with error: BUSYKEY Target key name already exists.', 'busy-key'],
    ['ERR Please use SETSLOT only with masters.', 'no-primary'],
    ['UNBLOCKED force unblock from blocking operation, instance state changed', 'no-primary'],
    ['IOERR error or timeout connecting to the client', 'try-again'],
    ['NOREPLICAS Not enough good replicas to write.', 'try-again'],
    ['ERR Target instance replied with error: LOADING Redis is loading the dataset in memory', 'try-again'],
    ['ERR Slot export in progress.', 'try-again'],
    [
      "ERR Target instance replied with error: OOM command not allowed when used memory > 'maxmemory'.",
      'fatal',
    ],
    ['ERR Target instance replied with error: NOAUTH Authentication required.', 'fatal'],
    ['ERR DUMP payload version or checksum are wrong', 'fatal'],
  ] as const) {
    it(`takes «${message.slice(0, 60)}» for ${kind}`, () => {
      expect(moveErrorKind(new Error(message))).to.equal(kind)
    })
  }
})
