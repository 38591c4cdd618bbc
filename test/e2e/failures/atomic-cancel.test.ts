import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {jobsOn, REDIS_8, slowSnapshots, startMove, VALKEY_9, Values} from '../../support/atomic.js'
import {runCli} from '../../support/cli.js'
import {TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

const SLOTS = {start: 0, end: 49}
const OTHERS = {start: 50, end: 99}
const RANGES = [SLOTS, OTHERS]
const FILLING = {perSlot: 5, bytes: 2000}
/** So long that no key is sent. */
const NEVER_US = 60_000_000

describe('[E] an atomic move that is cancelled', function () {
  this.timeout(240_000)

  it('because it makes no progress ends on both nodes, and its slots move key by key (Redis 8)', async function () {
    const program = REDIS_8 ?? this.skip()
    await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
    const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
    const values = new Values([SLOTS], FILLING)
    await values.write(source)
    await slowSnapshots(cluster, NEVER_US)
    const ends = ['--to', target.address, '--slot-ranges', '0-49']
    const run = await runCli(['reshard', source.address, ...ends, '--timeout', '1000', '--yes'], {
      limitMs: 40_000,
    })
    expect(run.exitCode, run.stdout + run.stderr).to.equal(0)
    expect(run.stdout).to.contain('made no progress for 1 s')
    expect(await values.missingOn(target)).to.deep.equal([])
    expect((await jobsOn(source, program)).map(({state}) => state)).not.to.include('failed')
  })

  it('by Ctrl-C does not cancel the move of another operator (Valkey 9)', async function () {
    const program = VALKEY_9 ?? this.skip()
    await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
    const [source, other, target] = cluster.primaries
    if (!source || !other || !target) throw new Error('too few primaries')
    const values = new Values(RANGES, FILLING)
    await values.write(source)
    await slowSnapshots(cluster, 5000)
    const jobTo = async (node: typeof target) =>
      (await jobsOn(source, program)).find((job) => job.target === cluster.idOf(node))
    let kill: ((signal: NodeJS.Signals) => void) | undefined
    const ends = ['--to', target.address, '--slot-ranges', '0-49']
    const running = runCli(['reshard', source.address, ...ends, '--yes'], {
      limitMs: 40_000,
      onStart: (send) => (kill = send),
    })
    await until('it is under way', async () => (await jobTo(target)) !== undefined)
    await startMove(program, cluster, {source, target: other, slots: OTHERS})
    kill?.('SIGINT')
    const run = await running
    expect(run.stdout + run.stderr).to.match(/stopped after 0 of 50 slots/i)
    expect((await jobTo(other))?.state).to.be.oneOf(['waiting-to-snapshot', 'snapshotting', 'success'])
    expect((await jobTo(target))?.state).to.be.oneOf(['failed', 'cancelled'])
    await until('the other one is done', async () => (await jobTo(other))?.state === 'success', 20_000)
    expect(await new Values([OTHERS], FILLING).missingOn(other)).to.deep.equal([])
    expect(await new Values([SLOTS], FILLING).missingOn(source)).to.deep.equal([])
  })

  it('because its target hangs does not cancel the move of another operator (Valkey 9)', async function () {
    const program = VALKEY_9 ?? this.skip()
    await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
    const [source, other, target] = cluster.primaries
    if (!source || !other || !target) throw new Error('too few primaries')
    await new Values(RANGES, FILLING).write(source)
    // So slow that the other move does not end first.
    await slowSnapshots(cluster, 15_000)
    const jobTo = async (node: typeof target) =>
      (await jobsOn(source, program)).findLast((job) => job.target === cluster.idOf(node))
    const ends = ['--to', target.address, '--slot-ranges', '0-49']
    const running = runCli(['reshard', source.address, ...ends, '--timeout', '1500', '--yes'], {
      limitMs: 40_000,
    })
    await until('it is under way', async () => (await jobTo(target))?.state === 'snapshotting')
    target.pause()
    await startMove(program, cluster, {source, target: other, slots: OTHERS})
    const isCancelled = async () => /^(failed|cancelled)$/.test((await jobTo(target))?.state ?? '')
    await until('it is cancelled', isCancelled, 20_000)
    target.resume()
    await slowSnapshots(cluster, 0)
    const run = await running
    await until('the other one is done', async () => (await jobTo(other))?.state === 'success', 20_000)
    expect(run.exitCode, run.stdout + run.stderr).to.equal(0)
    expect(await new Values([OTHERS], FILLING).missingOn(other)).to.deep.equal([])
    expect(await new Values([SLOTS], FILLING).missingOn(target)).to.deep.equal([])
  })

  it('only by its target prevents a move key by key, until fix removes it from the source’s list (Redis 8)', async function () {
    const program = REDIS_8 ?? this.skip()
    await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
    const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
    const values = new Values([SLOTS], FILLING)
    await values.write(source)
    await slowSnapshots(cluster, 20_000)
    await startMove(program, cluster, {source, target, slots: SLOTS})
    const isSending = async () => (await jobsOn(source, program)).some(({state}) => state.startsWith('send'))
    await until('the source sends', isSending)
    await ask(target, 'CLUSTER', 'MIGRATION', 'CANCEL', 'ALL')
    await until('the source has seen it', async () => (await jobsOn(source, program))[0]?.state === 'failed')
    const ends = ['--to', target.address, '--slot-ranges', '0-49']
    const line = ['reshard', source.address, ...ends, '--method', 'keys', '--yes']
    const refused = await runCli(line)
    expect(refused.exitCode, refused.stdout + refused.stderr).to.equal(4)
    expect(refused.stderr).to.contain('abandoned').and.to.contain('clustertool fix')
    const fixed = await runCli(['fix', source.address, '--yes'])
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
    const moved = await runCli(line)
    expect(moved.exitCode, moved.stdout + moved.stderr).to.equal(0)
    expect(await values.missingOn(target)).to.deep.equal([])
  })
})
