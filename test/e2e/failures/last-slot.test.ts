import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {REDIS_8} from '../../support/atomic.js'
import {runCli} from '../../support/cli.js'
import {copiesOf, expectServed, plant} from '../../support/copies.js'
import {keysOf} from '../../support/damage.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const FOREIGN = 16_001
const LIMIT = {limitMs: 50_000}

describe('[E] a primary that holds stray keys, and is to give its last slot away', function () {
  this.timeout(240_000)

  // Without slots, it would become a replica and lose its keys.
  for (const program of [serverPrograms()[0], REDIS_8].flatMap((one) => one ?? [])) {
    it(`keeps its slots until fix has moved the keys to their owner (${program.name})`, async () => {
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

  describe('in an interrupted move', () => {
    let cluster: TestCluster
    let [last, taker, owner]: Partial<Three> = []
    const keys = keysOf(FOREIGN, 5)
    const moved = keysOf(0, 1)
    const fix = (...more: string[]) => runCli(['fix', taker!.address, '--yes', ...more], LIMIT)

    beforeEach(async () => {
      cluster = await TestCluster.start({count: 3, replicas: 0})
      ;[last, taker, owner] = cluster.primaries as Three
      const ends = ['--from', last.address, '--to', taker.address]
      await runCli(['reshard', taker.address, ...ends, '--slot-ranges', '1-5460', '--yes'], LIMIT)
      await plant(cluster, {node: last, peer: owner, slot: FOREIGN, marked: false}, keys)
      await plant(cluster, {node: taker, peer: last, slot: 0, marked: true}, moved)
      await ask(last, 'CLUSTER', 'SETSLOT', 0, 'MIGRATING', cluster.idOf(taker))
    })
    afterEach(() => cluster[Symbol.asyncDispose]())

    it('gives its stray keys to their owner before fix finishes the move', async () => {
      const fixed = await fix()
      expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
      await expectServed(owner!, keys)
      await expectServed(taker!, moved)
    })

    it('keeps the slot until the user decides which of two copies to keep', async () => {
      const [[twice]] = keys as [[string, string]]
      await ask(owner!, 'SET', twice, 'another')
      const failed = await fix()
      expect(failed.exitCode, failed.stdout + failed.stderr).to.equal(6)
      expect(failed.stdout).to.contain(`«${twice}»`)
      expect(await copiesOf([last!], {slot: FOREIGN, key: twice})).to.deep.equal(
        new Map([[last, keys[0]![1]]]),
      )
      const fixed = await fix('--conflicts', 'keep-other')
      expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
      await expectServed(owner!, keys)
      await expectServed(taker!, moved)
    })
  })
})

type Three = [TestServer, TestServer, TestServer]
