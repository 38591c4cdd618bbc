import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {matrix, serverPrograms} from '../support/matrix.js'
import {RollTrial} from '../support/roll-trial.js'
import {startCli} from '../support/started-cli.js'
import type {TestServer} from '../support/test-server.js'
import {until} from '../support/until.js'
import {keysIn, lostWrites, Writer} from '../support/writer.js'

async function runIdOf(node: TestServer): Promise<string> {
  return /run_id:(\w+)/.exec(String(await ask(node, 'INFO', 'server')))?.[1] ?? ''
}

async function roleOf(node: TestServer): Promise<string> {
  return String(((await ask(node, 'ROLE')) as unknown[])[0])
}

describe('[E] roll', function () {
  this.timeout(240_000)

  matrix('restarts every node while clients write', ({path, name}) => {
    for (const kept of name === 'Redis 7.0' ? [true, false] : [true]) {
      it(`that ${kept ? 'keep' : 'lose'} their files, and no write is lost`, async () => {
        await using trial = await RollTrial.start({server: path})
        const {cluster, seed} = trial
        const before = await Promise.all(cluster.nodes.map(runIdOf))
        const nodes = cluster.nodes.map(({address}) => address)
        await using writer = await Writer.start({nodes, keys: keysIn(0, 16_383, 300), clients: 6})
        const words = [
          'roll',
          seed.address,
          '--restart',
          trial.command(kept ? '' : 'empty'),
          '--back',
          '--yes',
          '--json',
        ]
        const {exitCode, stdout, stderr} = await runCli(words, {limitMs: 120_000})
        expect(exitCode, stdout + stderr).to.equal(0)
        const {outcome} = JSON.parse(stdout) as {outcome: {steps: {restart?: {resync?: string}}[]}}
        const restarts = outcome.steps.flatMap(({restart}) => restart ?? [])
        expect(restarts).to.have.length(6)
        if (!kept) expect(restarts.map(({resync}) => resync)).to.deep.equal(Array(6).fill('full'))
        const after = await Promise.all(cluster.nodes.map(runIdOf))
        expect(after.filter((id, at) => id === before[at] || id === '')).to.deep.equal([])
        for (const node of cluster.primaries) expect(await roleOf(node)).to.equal('master')
        expect(await lostWrites(seed, await writer.stop())).to.deep.equal([])
        expect((await runCli(['check', seed.address])).exitCode).to.equal(0)
      })
    }
  })

  const [older, newer] = ['Redis 6.0', 'Redis 7.0'].map((wanted) =>
    serverPrograms().find(({name}) => name === wanted),
  )
  if (older && newer) {
    it('upgrades to another version, and refuses what nodes of both cannot do together', async () => {
      await using trial = await RollTrial.start({server: older.path})
      const {seed} = trial
      const command = trial.command(`program=${newer.path}`)
      const refused = await runCli([
        'roll',
        seed.address,
        '--restart',
        command,
        '--version-to',
        '7.2',
        '--yes',
      ])
      expect(refused.exitCode, refused.stderr).to.equal(4)
      expect(refused.stderr).to.contain('upgrade to 7.0 first')
      const rolled = await runCli(
        ['roll', seed.address, '--restart', command, '--version-to', '7.0', '--yes'],
        {
          limitMs: 120_000,
        },
      )
      expect(rolled.exitCode, rolled.stdout + rolled.stderr).to.equal(0)
      expect(rolled.stdout).to.contain('Replicas of the old version may not be able to copy their data')
      expect(rolled.stdout).to.match(/Restarted 6 nodes, which run Redis 7\.0/)
    })
  } else it.skip('upgrades: needs Redis 6.0 and Redis 7.0')

  describe('stops with the cluster served', () => {
    async function fails(flags: string, limit = '3s') {
      await using trial = await RollTrial.start()
      const {cluster, seed} = trial
      const [victim, next] = [cluster.replica(1), cluster.replica(2)]
      const before = await runIdOf(next)
      const [key = ''] = keysIn(5461, 10_922, 1)
      await ask(cluster.shard(1).primary, 'SET', key, 'value')
      const only = ['--only', victim.address, '--only', next.address]
      const words = [
        'roll',
        seed.address,
        '--restart',
        trial.command(flags, victim),
        ...only,
        '--timeout',
        limit,
      ]
      const run = await runCli([...words, '--join-timeout', '5', '--yes'], {limitMs: 120_000})
      expect(run.exitCode, run.stdout + run.stderr).to.equal(6)
      expect(await runIdOf(next), 'nothing is done after the node that failed').to.equal(before)
      expect(await ask(cluster.shard(1).primary, 'GET', key)).to.equal('value')
      return run.stdout + run.stderr
    }

    it('if a node does not come back', async () => {
      expect(await fails('down')).to.match(
        /does not answer after the restart. The cluster is served without it/,
      )
    })

    it('if a node is the same process as before', async () => {
      expect(await fails('old')).to.match(/is still the same process after the restart/)
    })

    it('if a node comes back with another id', async () => {
      expect(await fails('another-id', '20s')).to.match(/came back as another node, [0-9a-f]{40}/)
    })

    it('if the command fails, with its last line', async () => {
      await using trial = await RollTrial.start()
      const words = ['roll', trial.seed.address, '--restart', 'echo no {port}; exit 7', '--yes']
      const {exitCode, stdout} = await runCli(words, {limitMs: 60_000})
      expect(exitCode, stdout).to.equal(6)
      expect(stdout).to.match(/The command for \S+ ended with 7: no \d+/)
    })
  })

  it('waits longer than the limit for a copy that the primary only prepares', async () => {
    const late = ['--repl-diskless-sync', 'yes', '--repl-diskless-sync-delay', '8']
    await using trial = await RollTrial.start({args: late})
    const only = ['--only', trial.cluster.replica(1).address, '--join-timeout', '5']
    const words = ['roll', trial.seed.address, '--restart', trial.command('empty'), ...only, '--yes']
    const {exitCode, stdout, stderr} = await runCli(words, {limitMs: 60_000})
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(stdout).to.contain('copies all data of its primary')
  })

  it('goes on with resume after it was killed, and restarts nobody twice', async () => {
    await using trial = await RollTrial.start()
    const {cluster, seed} = trial
    const words = [
      'roll',
      seed.address,
      '--restart',
      trial.command(),
      '--back',
      '--yes',
      '--progress',
      'ndjson',
    ]
    await using run = await startCli(words, {limitMs: 120_000})
    const finished = () => [...run.stderr().matchAll(/"step-finished".*?"kind":"restart"/g)].length
    await until('two nodes were restarted', () => finished() >= 2, 60_000)
    run.kill('SIGKILL')
    await run.result
    const between = await Promise.all(cluster.nodes.map(runIdOf))
    const resumed = await runCli(['resume', seed.address, '--yes'], {limitMs: 120_000})
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).to.equal(0)
    const after = await Promise.all(cluster.nodes.map(runIdOf))
    const same = after.filter((id, at) => id === between[at]).length
    expect(same).to.be.within(2, 3)
    for (const node of cluster.primaries) expect(await roleOf(node)).to.equal('master')
  })
})
