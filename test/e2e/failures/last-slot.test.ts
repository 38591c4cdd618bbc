import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {REDIS_8} from '../../support/atomic.js'
import {runCli} from '../../support/cli.js'
import {expectServed, plant} from '../../support/copies.js'
import {keysOf} from '../../support/damage.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const FOREIGN = 16_001
const LIMIT = {limitMs: 50_000}

describe('[E] a primary that holds keys of a slot of another node, and is to give its last slot away', function () {
  this.timeout(60_000)

  // Without slots it would be made a replica, and its keys would go.
  for (const program of [serverPrograms()[0], REDIS_8].flatMap((one) => one ?? [])) {
    it(`keeps its slots until these are brought home (${program.name})`, async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
      const [full, seed, owner] = [0, 1, 2].map((at) => cluster.shard(at).primary) as Three
      const keys = keysOf(FOREIGN, 5)
      await plant(cluster, {node: full, peer: owner, slot: FOREIGN, marked: false}, keys)
      const drain = ['rebalance', seed.address, '--weight', `${full.address}=0`, '--threshold', '0', '--yes']
      const refused = await runCli(drain, LIMIT)
      expect(refused.exitCode, refused.stdout + refused.stderr).to.equal(4)
      expect(refused.stderr).to.contain(`clustertool fix ${full.address} --search-multiple-owners`)
      const fixed = await runCli(['fix', seed.address, '--search-multiple-owners', '--yes'], LIMIT)
      expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
      const drained = await runCli(drain, LIMIT)
      expect(drained.exitCode, drained.stdout + drained.stderr).to.equal(0)
      await expectServed(owner, keys)
    })
  }

  it('is rid of them by fix before that finishes the move of the slot', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [last, taker, owner] = [0, 1, 2].map((at) => cluster.shard(at).primary) as Three
    const ends = ['--from', last.address, '--to', taker.address]
    await runCli(['reshard', taker.address, ...ends, '--slot-ranges', '1-5460', '--yes'], LIMIT)
    const keys = keysOf(FOREIGN, 5)
    await plant(cluster, {node: last, peer: owner, slot: FOREIGN, marked: false}, keys)
    const moved = keysOf(0, 1)
    await plant(cluster, {node: taker, peer: last, slot: 0, marked: true}, moved)
    await ask(last, 'CLUSTER', 'SETSLOT', 0, 'MIGRATING', cluster.idOf(taker))
    const fixed = await runCli(['fix', taker.address, '--yes'], LIMIT)
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
    await expectServed(owner, keys)
    await expectServed(taker, moved)
  })
})

type Three = [TestServer, TestServer, TestServer]
