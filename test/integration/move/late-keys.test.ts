import {expect} from 'chai'
import {execFileSync} from 'node:child_process'
import type {Event} from '../../../src/domain/outcome.js'
import {slotsOf} from '../../../src/domain/slot.js'
import {ask} from '../../support/ask.js'
import {fill, tagOf} from '../../support/fill.js'
import {runReshard} from '../../support/run-change.js'
import {marksOn} from '../../support/slots.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'

const LATE = 3

describe('[I] a slot that was empty when its move began, and is filled before it is opened', () => {
  it('stays open when its keys have moved and the target is lost, so that fix finds them', async () => {
    await using cluster = await TestCluster.start({
      count: 3,
      replicas: 0,
      args: ['--cluster-node-timeout', '15000'],
    })
    const source = cluster.shard(0).primary
    const target = cluster.shard(2).primary
    // Two slots get keys late. The target dies when it has the keys of the first one, and before it has all of the
    // second one.
    await fill(source, {ranges: [{start: 10, end: 200}], keysPerSlot: 20})
    const late = [...lines(LATE, 20), ...lines(LATE + 1, 5000)]
    let killed = false
    const onEvent = (event: Event) => {
      if (event.type === 'slots-opening') {
        // This ends before the listener returns, and so before the slots are opened.
        execFileSync('redis-cli', ['-p', String(source.port)], {input: late.join('\n')})
      }
      if (event.type === 'move-progress' && !killed && event.progress.keys >= 20 * 191) {
        killed = Number(execFileSync('redis-cli', countLate(target.port)).toString()) > 0
        if (killed) target.killNow()
      }
    }
    const outcome = await runReshard(
      cluster.shard(1).primary,
      {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: '0-200'},
      {
        method: 'keys',
        moving: {window: 201, maxPauseMs: 1},
        connection: {...PLAIN, commandTimeoutMs: 1000},
        onEvent,
      },
    )
    expect(killed, 'the target was killed when it had keys of the late slot').to.equal(true)
    expect(outcome.status).to.equal('incomplete')
    expect([...slotsOf(outcome.steps[0]?.move?.open ?? [])]).to.include(LATE)
    expect(await marksOn(source)).to.include(`${LATE}->-`)
    expect(await ask(source, 'CLUSTER', 'COUNTKEYSINSLOT', LATE)).to.be.below(20)
  })
})

function lines(slot: number, keys: number): string[] {
  return Array.from({length: keys}, (_, at) => `SET {${tagOf(slot)}}${at} late`)
}

function countLate(port: number): string[] {
  return ['-p', String(port), 'CLUSTER', 'COUNTKEYSINSLOT', String(LATE)]
}
