import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {jobsOn, REDIS_8, slowSnapshots, startMove, VALKEY_9, Values} from '../../support/atomic.js'
import {runCli} from '../../support/cli.js'
import {TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

const SLOTS = {start: 0, end: 99}
/** Slower than --timeout, and than a Valkey target may be silent. */
const SLOW_US = 4500

describe('[E] an atomic move that makes progress is not cancelled', function () {
  this.timeout(240_000)

  for (const program of [REDIS_8, VALKEY_9].flatMap((one) => one ?? [])) {
    it(`however long its snapshot takes (${program.name})`, async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
      const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
      const values = new Values([SLOTS], {perSlot: 10, bytes: 2000})
      await values.write(source)
      await slowSnapshots(cluster, SLOW_US)
      const ends = ['--to', target.address, '--slot-ranges', '0-99']
      const run = await runCli(['reshard', source.address, ...ends, '--timeout', '1500', '--yes'], {
        limitMs: 40_000,
      })
      expect(run.exitCode, run.stdout + run.stderr).to.equal(0)
      expect(run.stdout).not.to.contain('key by key')
      expect((await jobsOn(source, program)).map(({state}) => state)).to.have.lengthOf(1)
      expect(await values.missingOn(target)).to.deep.equal([])
    })
  }

  it('by fix, whoever started it (Redis 8)', async function () {
    const program = REDIS_8 ?? this.skip()
    await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
    const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
    const values = new Values([SLOTS], {perSlot: 10, bytes: 2000})
    await values.write(source)
    await slowSnapshots(cluster, SLOW_US * 1.3)
    await startMove(program, cluster, {source, target, slots: SLOTS})
    const run = await runCli(['fix', source.address, '--timeout', '1500', '--yes'], {limitMs: 40_000})
    expect(run.exitCode, run.stdout + run.stderr).to.equal(0)
    expect(run.stdout).not.to.contain('cancelled')
    expect(await values.missingOn(target)).to.deep.equal([])
  })

  it('while the target still deletes keys that it gave away before (Redis 8)', async function () {
    if (!REDIS_8) return this.skip()
    const args = ['--enable-debug-command', 'yes']
    await using cluster = await TestCluster.start({count: 3, replicas: 0, server: REDIS_8.path, args})
    const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
    const values = new Values([SLOTS], {perSlot: 15, bytes: 20})
    await values.write(source)
    await ask(source, 'DEBUG', 'ASM-TRIM-METHOD', 'active', 2000)
    await startMove(REDIS_8, cluster, {source, target, slots: SLOTS})
    await until('the slots have moved', async () => (await values.missingOn(target)).length === 0, 10_000)
    const ends = ['--to', source.address, '--slot-ranges', '0-99']
    const run = await runCli(['reshard', source.address, ...ends, '--timeout', '1500', '--yes'], {
      limitMs: 40_000,
    })
    expect(run.exitCode, run.stdout + run.stderr).to.equal(0)
    expect(run.stdout).not.to.contain('key by key')
    const [job] = await jobsOn(source, REDIS_8)
    expect(job?.state).to.equal('completed')
    expect(await values.missingOn(source)).to.deep.equal([])
  })
})
