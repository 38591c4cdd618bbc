import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {matrix} from '../support/matrix.js'
import {runSteps} from '../support/run-steps.js'
import {startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'
import {keysIn, lostWrites, Writer} from '../support/writer.js'

type Outcome = {
  readonly status: string
  readonly steps: readonly {
    readonly step: {readonly kind: string}
    readonly switchOver?: {
      readonly heldMs?: number
      readonly resyncs: {readonly partial: number; readonly full: number}
    }
  }[]
}

const ARGS = ['--cluster-node-timeout', '2000']

function outcomeOf(stdout: string): Outcome {
  return (JSON.parse(stdout) as {readonly outcome: Outcome}).outcome
}

async function roleOf(node: {readonly host: string; readonly port: number}): Promise<string> {
  return String(((await ask(node, 'ROLE')) as unknown[])[0])
}

describe('[E] failover', function () {
  this.timeout(240_000)

  matrix('with clients that write all the time', ({path}) => {
    it('changes the roles of two shards and gives them back, and no write is lost', async () => {
      await using cluster = await TestCluster.start({count: 6, replicas: 1, server: path, args: ARGS})
      const [first, second, third] = cluster.primaries
      if (!first || !second || !third) throw new Error('too few primaries')
      const replica = cluster.replica(0)
      const nodes = cluster.nodes.map(({address}) => address)
      await using writer = await Writer.start({nodes, keys: keysIn(0, 16_383, 300), clients: 6})
      const words = ['failover', third.address, replica.address, '--of', second.address, '--yes', '--json']
      const there = await runCli(words, {limitMs: 60_000})
      expect(there.exitCode, there.stdout + there.stderr).to.equal(0)
      const changes = outcomeOf(there.stdout).steps.filter(({step}) => step.kind === 'switch-over')
      expect(changes).to.have.length(2)
      for (const {switchOver} of changes) {
        expect(switchOver?.heldMs, there.stdout).to.be.within(0.01, 5000)
        expect(switchOver?.resyncs, there.stdout).to.deep.equal({partial: 1, full: 0})
      }
      expect(await roleOf(replica)).to.equal('master')
      expect(await roleOf(first)).to.equal('slave')
      const back = await runCli(['failover', third.address, '--back', '--yes'], {limitMs: 60_000})
      expect(back.exitCode, back.stdout + back.stderr).to.equal(0)
      expect(back.stdout).to.match(/took the place of \S+: writes were held for \d+ ms/)
      expect(await roleOf(first)).to.equal('master')
      expect(await roleOf(second)).to.equal('master')
      const report = await writer.stop()
      expect(await lostWrites(third, report)).to.deep.equal([])
      expect(report.writes).to.be.greaterThan(500)
      expect((await runCli(['check', third.address])).exitCode).to.equal(0)
      const again = await runCli(['failover', third.address, '--back', '--yes'])
      expect(again.stdout, 'the last failover was the one back').to.match(/took the place of/)
    })
  })

  describe('of a primary that is dead', () => {
    it('needs --force, and the replica is elected', async () => {
      // Nobody else starts a failover within the time of the test.
      await using cluster = await TestCluster.start({
        count: 6,
        replicas: 1,
        args: ['--cluster-node-timeout', '15000'],
      })
      const [dead, seed] = cluster.primaries
      if (!dead || !seed) throw new Error('too few primaries')
      const replica = cluster.replica(0)
      await ask(dead, 'SET', keysIn(0, 5460, 1)[0] ?? '', 'value')
      await ask(dead, 'WAIT', '1', '5000')
      await dead.kill()
      const plain = await runCli(['failover', seed.address, replica.address, '--yes'], {limitMs: 60_000})
      expect(plain.exitCode, plain.stderr).to.equal(4)
      expect(plain.stderr).to.contain('does not answer, so it cannot hand over').and.to.contain('--force')
      expect(await roleOf(replica)).to.equal('slave')
      const forced = await runCli(['failover', seed.address, replica.address, '--force', '--yes'], {
        limitMs: 60_000,
      })
      expect(forced.stdout + forced.stderr).to.match(
        /Writes that \S+ accepted and \S+ has not received are lost/,
      )
      expect(forced.exitCode, forced.stdout + forced.stderr).to.equal(0)
      expect(await roleOf(replica)).to.equal('master')
      expect(String(await ask(replica, 'GET', keysIn(0, 5460, 1)[0] ?? ''))).to.equal('value')
    })

    it('does not elect a replica that still has the data of another shard', async () => {
      await using cluster = await TestCluster.start({
        count: 6,
        replicas: 1,
        args: ['--cluster-node-timeout', '15000'],
      })
      const [first, dead, seed] = cluster.primaries
      if (!first || !dead || !seed) throw new Error('too few primaries')
      for (const key of keysIn(0, 5460, 5)) await ask(first, 'SET', key, 'x')
      await ask(first, 'WAIT', '1', '5000')
      for (const key of keysIn(5461, 10_922, 300)) await ask(dead, 'SET', key, 'x')
      await ask(dead, 'CONFIG', 'SET', 'rdb-key-save-delay', '100000')
      const replica = cluster.replica(0)
      await ask(replica, 'CLUSTER', 'REPLICATE', cluster.idOf(dead))
      await until(
        'its copy has begun',
        async () => /sync_in_progress:1/.test(String(await ask(replica, 'INFO'))),
        20_000,
      )
      await dead.kill()
      await until(
        'it has noticed',
        async () => /sync_in_progress:0/.test(String(await ask(replica, 'INFO'))),
        20_000,
      )
      const {exitCode, stderr} = await runCli(['failover', seed.address, replica.address, '--force', '--yes'])
      expect(exitCode, stderr).to.equal(4)
      expect(stderr).to.contain('has 5 keys, and none of them in the slots of')
      expect(await roleOf(replica)).to.equal('slave')
    })

    it('is left alone if it answers again when the step is taken', async () => {
      await using cluster = await TestCluster.start({count: 6, replicas: 1, args: ARGS})
      const [primary] = cluster.primaries
      if (!primary) throw new Error('too few primaries')
      const node = cluster.idOf(cluster.replica(0))
      const [result] = await runSteps(primary, [{kind: 'failover', node, primary: cluster.idOf(primary)}])
      expect(result?.error).to.match(/answers, and \S+ has a link to it, so nothing was forced/)
      expect(await roleOf(primary)).to.equal('master')
    })

    it('needs --takeover if most primaries are gone', async () => {
      await using cluster = await TestCluster.start({
        count: 6,
        replicas: 1,
        args: ['--cluster-node-timeout', '15000'],
      })
      const [dead, other, seed] = cluster.primaries
      if (!dead || !other || !seed) throw new Error('too few primaries')
      // A replica that shows no sign of ever having had data is refused.
      await ask(dead, 'SET', keysIn(0, 5460, 1)[0] ?? '', 'value')
      await ask(other, 'SET', keysIn(5461, 10_922, 1)[0] ?? '', 'value')
      await Promise.all([dead, other].map((node) => ask(node, 'WAIT', '1', '5000')))
      await Promise.all([dead.kill(), other.kill()])
      const replicas = [cluster.replica(0), cluster.replica(1)]
      const words = ['failover', seed.address, ...replicas.map(({address}) => address), '--yes']
      const forced = await runCli([...words, '--force'], {limitMs: 60_000})
      expect(forced.exitCode, forced.stderr).to.equal(4)
      expect(forced.stderr)
        .to.contain('1 of 3 primaries can vote, and 2 votes are needed')
        .and.to.contain('--takeover')
      const taken = await runCli([...words, '--takeover'], {limitMs: 60_000})
      expect(taken.exitCode, taken.stdout + taken.stderr).to.equal(0)
      expect(await Promise.all(replicas.map(roleOf))).to.deep.equal(['master', 'master'])
    })
  })

  describe('is refused with the cluster unchanged', () => {
    let cluster: TestCluster
    beforeEach(async () => {
      cluster = await TestCluster.start({count: 6, replicas: 1, args: ARGS})
    })
    afterEach(() => cluster[Symbol.asyncDispose]())

    it('while the replica is copying the data of its primary', async () => {
      const [primary, seed] = cluster.primaries
      if (!primary || !seed) throw new Error('too few primaries')
      for (const key of keysIn(0, 5460, 200)) await ask(primary, 'SET', key, 'x')
      // 200 keys, 0.1 s each: longer than the test.
      await ask(primary, 'CONFIG', 'SET', 'rdb-key-save-delay', '100000')
      const replica = cluster.replica(0)
      await replica.kill()
      // Without its file, it has to copy all data.
      await rm(join(replica.folder, 'dump.rdb'), {force: true})
      await replica.restart()
      await until(
        'it is syncing',
        async () => /sync_in_progress:1/.test(String(await ask(replica, 'INFO'))),
        20_000,
      )
      const {exitCode, stderr} = await runCli(['failover', seed.address, replica.address, '--yes'])
      expect(exitCode, stderr).to.equal(4)
      expect(stderr).to.match(/is still copying the data of|has no link to/)
      expect(await roleOf(primary)).to.equal('master')
      await ask(primary, 'CONFIG', 'SET', 'rdb-key-save-delay', '0')
    })

    it('without a majority of primaries', async () => {
      await using small = await TestCluster.start({
        count: 4,
        replicas: 1,
        args: ['--cluster-node-timeout', '15000'],
      })
      const [primary, other] = small.primaries
      if (!primary || !other) throw new Error('too few primaries')
      await other.kill()
      const {exitCode, stderr} = await runCli([
        'failover',
        primary.address,
        small.replica(0).address,
        '--yes',
      ])
      expect(exitCode, stderr).to.equal(4)
      expect(stderr).to.contain('1 of 2 primaries can vote, and 2 votes are needed')
      expect(await roleOf(primary)).to.equal('master')
    })

    it('for one of two at once', async () => {
      const [, , seed] = cluster.primaries
      if (!seed) throw new Error('too few primaries')
      const words = [0, 1].map((shard) => ['failover', seed.address, cluster.replica(shard).address, '--yes'])
      const results = await Promise.all(words.map((line) => runCli(line, {limitMs: 60_000})))
      const codes = results.map(({exitCode}) => exitCode ?? -1).toSorted((a, b) => a - b)
      const said = results.map(({stdout, stderr}) => stdout + stderr).join('\n')
      // They may miss each other; then one after the other is done.
      expect(
        [
          [0, 0],
          [0, 4],
          [4, 4],
        ],
        said,
      ).to.deep.include(codes)
      const roles = await Promise.all([0, 1].map((shard) => roleOf(cluster.replica(shard))))
      expect(roles.filter((role) => role === 'master')).to.have.length(
        codes.filter((code) => code === 0).length,
      )
      expect((await runCli(['check', seed.address])).exitCode).to.equal(0)
    })
  })

  it('that is killed between two shards is finished by resume', async () => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1, args: ARGS})
    const [, , seed] = cluster.primaries
    if (!seed) throw new Error('too few primaries')
    const replicas = [cluster.replica(0), cluster.replica(1)]
    const words = [
      'failover',
      seed.address,
      ...replicas.map(({address}) => address),
      '--yes',
      '--progress',
      'ndjson',
    ]
    await using run = await startCli(words, {limitMs: 60_000})
    await until('the first shard is done', () => /"step-finished".*"switch-over"/.test(run.stderr()), 30_000)
    run.kill('SIGKILL')
    await run.result
    const resumed = await runCli(['resume', seed.address, '--yes'], {limitMs: 60_000})
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).to.equal(0)
    expect(await Promise.all(replicas.map(roleOf))).to.deep.equal(['master', 'master'])
  })
})
