import {execFileSync} from 'node:child_process'
import {expect} from 'chai'
import {copiesOf} from '../../support/copies.js'
import {REDIS_8} from '../../support/atomic.js'
import {keysOf} from '../../support/damage.js'
import {runReshard} from '../../support/run-change.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const SLOT = 5

describe('[I] a key that is left on the target after a move was planned', function () {
  this.timeout(240_000)

  // Redis deletes the key when it is told to import the slot.
  it('is found right before the servers are told to move its slot, which keeps its owner', async function () {
    const program = REDIS_8 ?? this.skip()
    await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
    const [source, , target] = cluster.primaries as [TestServer, TestServer, TestServer]
    const [[key, value]] = keysOf(SLOT, 1) as [[string, string]]
    const leave = [
      `CLUSTER SETSLOT ${SLOT} IMPORTING ${cluster.idOf(source)}`,
      'ASKING',
      `SET ${key} "${value}"`,
      `CLUSTER SETSLOT ${SLOT} STABLE`,
    ]
    const wish = {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: '0-9'}
    const outcome = await runReshard(source, wish, {
      method: 'atomic',
      onEvent({type}) {
        // This ends before the listener returns, and so before any server gets a command.
        if (type === 'step-started')
          execFileSync('redis-cli', ['-p', String(target.port)], {input: leave.join('\n')})
      },
    })
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.steps[0]?.error).to.contain(`${target.address} holds hidden stray keys`)
    expect(outcome.steps[0]?.move?.moved).to.deep.equal([])
    expect(await copiesOf([target], {slot: SLOT, key})).to.deep.equal(new Map([[target, value]]))
  })
})
