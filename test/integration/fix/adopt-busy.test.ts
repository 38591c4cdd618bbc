import {execFileSync} from 'node:child_process'
import {expect} from 'chai'
import {MOVE_DEFAULTS} from '../../../src/domain/move.js'
import {change} from '../../../src/operations/change.js'
import {ask} from '../../support/ask.js'
import {expectServed, plant} from '../../support/copies.js'
import {keysOf} from '../../support/damage.js'
import {testOperator} from '../../support/state-folder.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const SLOT = 100
/** Far longer than the timeout of one of many MIGRATEs. */
const PAUSE_MS = 1500

describe('[I] stray keys that fix moves to their owner', function () {
  this.timeout(240_000)

  it('wait for an owner that accepts no writes for a while', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [owner, holder, seed] = cluster.primaries as [TestServer, TestServer, TestServer]
    const keys = keysOf(SLOT, 300)
    await plant(cluster, {node: holder, peer: owner, slot: SLOT, marked: false}, keys)
    const ends = {source: cluster.idOf(holder), target: cluster.idOf(owner)}
    const step = {
      kind: 'adopt-keys',
      ...ends,
      ranges: [{start: SLOT, end: SLOT}],
      giveUp: false,
      discard: false,
    } as const
    const outcome = await change(
      {command: 'fix', seed, makePlan: () => Promise.resolve({steps: [step], warnings: []})},
      {dryRun: false, joinLimitMs: 20_000, moving: MOVE_DEFAULTS},
      {
        connection: PLAIN,
        signal: new AbortController().signal,
        ...testOperator(),
        confirm: () => Promise.resolve(true),
        explain: () => [],
        onEvent({type}) {
          // This ends before the listener returns, and so before any key is sent.
          if (type === 'step-started') pauseWrites(owner)
        },
      },
    )
    expect(outcome.steps.map(({status, error}) => [status, error])).to.deep.equal([['done', undefined]])
    await expectServed(owner, keys)
    expect(await ask(holder, 'DBSIZE')).to.equal(0)
  })
})

function pauseWrites({port}: TestServer): void {
  execFileSync('redis-cli', ['-p', String(port), 'CLIENT', 'PAUSE', String(PAUSE_MS), 'WRITE'])
}
