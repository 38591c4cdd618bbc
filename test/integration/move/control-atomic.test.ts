import {expect} from 'chai'
import type {ControlReply, ControlRequest, ControlStatus} from '../../../src/domain/control.js'
import {ask} from '../../support/ask.js'
import {VALKEY_9} from '../../support/atomic.js'
import {fill} from '../../support/fill.js'
import {runReshard} from '../../support/run-change.js'
import {TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

const KEYS = 6000

describe('[I] control of an atomic move', function () {
  this.timeout(60_000)

  it('ends the job that runs, starts no further one while it is paused, and goes on', async function () {
    if (!VALKEY_9) this.skip()
    await using cluster = await TestCluster.start({count: 3, replicas: 0, server: VALKEY_9.path})
    const [source, target] = [cluster.shard(0).primary, cluster.shard(1).primary]
    await fill(source, {ranges: [{start: 0, end: 299}], keysPerSlot: 20})
    let tell: ((request: ControlRequest) => Promise<ControlReply>) | undefined
    const told = async (request: ControlRequest): Promise<ControlStatus> => {
      const reply = await tell?.(request)
      if (!reply || 'refused' in reply) throw new Error(`it was refused: ${reply?.refused}`)
      return reply.status
    }
    let first: Promise<ControlStatus> | undefined
    const moving = runReshard(
      source,
      {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: '0-299'},
      {
        method: 'atomic',
        // Two thousand keys in a job.
        moving: {rate: {unit: 'keys', perSecond: 400}},
        onControl: (answer) => (tell = answer),
        onEvent: ({type}) => {
          if (type === 'slots-opening') first ??= told({do: 'pause', by: 'a test', limitMs: 0})
        },
      },
    )
    const pausing = await until('the first job begins', () => first, 10_000)
    expect(pausing.state).to.equal('pausing')
    expect(pausing.moves.map(({method, rests}) => [method, rests])).to.deep.equal([['atomic-valkey', false]])
    const paused = await told({do: 'pause', by: 'a test', limitMs: 20_000})
    expect(paused.state).to.equal('paused')
    expect(paused.moves.map(({slotsMoved, rests}) => [slotsMoved, rests])).to.deep.equal([[100, true]])
    expect(Number(await ask(target, 'DBSIZE'))).to.equal(2000)
    await told({do: 'set', by: 'a test', settings: {rate: null}})
    expect((await told({do: 'resume', by: 'a test'})).state).to.equal('running')
    const outcome = await moving
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(Number(await ask(target, 'DBSIZE'))).to.equal(KEYS)
    expect(tell).to.equal(undefined)
  })
})
