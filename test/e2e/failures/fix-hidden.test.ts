import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {expectServed, plant} from '../../support/copies.js'
import {keysOf} from '../../support/damage.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const LIMIT = {limitMs: 50_000}
const HIDING = serverPrograms().find(({name}) => name === 'Redis 8.6')
const KEYS = 5

describe('[E] fix finds hidden keys (Redis 8.4 and later)', () => {
  let cluster: TestCluster
  let low: TestServer
  let middle: TestServer
  let high: TestServer
  before(async function () {
    if (!HIDING) return this.skip()
    cluster = await TestCluster.start({
      count: 3,
      replicas: 0,
      server: HIDING.path,
      args: ['--enable-debug-command', 'yes'],
    })
    low = cluster.shard(0).primary
    middle = cluster.shard(1).primary
    high = cluster.shard(2).primary
  })
  after(() => cluster?.[Symbol.asyncDispose]())

  it('of a slot without an owner: the node that holds them becomes its owner', async () => {
    const slot = 8000
    const keys = keysOf(slot, KEYS)
    await askAll(
      middle,
      keys.map(([key, value]) => ['SET', key, value]),
    )
    for (const node of [middle, ...cluster.primaries]) await askAll(node, [['CLUSTER', 'DELSLOTS', slot]])
    expect(await ask(middle, 'CLUSTER', 'COUNTKEYSINSLOT', slot)).to.equal(0)
    const fixed = await runCli(['fix', low.address, '--yes'], LIMIT)
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
    await expectServed(middle, keys)
  })

  it('of a slot of another node: check counts them, and fix moves them to their owner', async () => {
    const slot = 16_001
    const keys = keysOf(slot, KEYS)
    await plant(cluster, {node: low, peer: high, slot, marked: false}, keys)
    expect(await ask(low, 'CLUSTER', 'COUNTKEYSINSLOT', slot)).to.equal(0)
    const checked = await runCli(['check', low.address, '--search-multiple-owners'], LIMIT)
    expect(checked.exitCode).to.equal(3)
    expect(checked.stdout).to.contain(`${low.address} holds ${KEYS} keys that it hides`)
    const fixed = await runCli(['fix', low.address, '--yes', '--search-multiple-owners'], LIMIT)
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
    await expectServed(high, keys)
    expect(await ask(low, 'DBSIZE')).to.equal(0)
    expect(String(await ask(low, 'CLUSTER', 'NODES'))).not.to.contain('[')
  })

  it('but does not count keys that are still to be deleted after an atomic move', async () => {
    const slot = 16_002
    await askAll(high, [
      ['DEBUG', 'ASM-TRIM-METHOD', 'active', 20_000],
      ...keysOf(slot, 500).map(([key, value]) => ['SET', key, value]),
    ])
    const ends = ['--from', high.address, '--to', low.address, '--slot-ranges', String(slot)]
    const moved = await runCli(['reshard', low.address, ...ends, '--method', 'atomic', '--yes'], LIMIT)
    expect(moved.exitCode, moved.stdout + moved.stderr).to.equal(0)
    expect(String(await ask(high, 'CLUSTER', 'INFO'))).to.contain('active_trim_running:1')
    const checked = await runCli(['check', low.address, '--search-multiple-owners'], LIMIT)
    expect(checked.exitCode, checked.stdout).to.equal(0)
    expect(String(await ask(high, 'CLUSTER', 'INFO'))).to.contain('active_trim_running:1')
  })
})
