import {once} from 'node:events'
import {readFile, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {TestServers} from '../support/servers.js'
import {startCli, type StartedCli} from '../support/started-cli.js'
import {onTerminal} from '../support/terminal.js'
import {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'
import {temporaryFolder} from '../unit/local/fake-server.js'

/** Starts `wait`, and returns when it has said that it waits for this. */
async function startWait(args: readonly string[], saying: RegExp): Promise<StartedCli> {
  const started = await startCli(['wait', ...args], {limitMs: 60_000})
  await until(`wait says ${saying}`, () => saying.test(started.stderr()), 15_000)
  expect(started.hasEnded()).to.equal(false)
  return started
}

describe('[E] wait', () => {
  it('returns when a cluster is formed, when it has lost a primary, and when that is back', async () => {
    await using servers = await TestServers.start({count: 6})
    const [seed = '', second = ''] = servers.addresses
    const began = performance.now()
    const at = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`
    const times: string[] = []
    await servers.node(0).kill()
    await using forming = await startWait(
      [seed, '--for', 'nodes=6,agreed', '--for', 'healthy', '--for', 'synced'],
      /cannot be read: connection refused/,
    )
    await servers.node(0).restart()
    times.push(`all servers run: ${at()}`)
    const made = await runCli(['create', '--replicas', '1', '--yes', ...servers.addresses])
    expect(made.exitCode, made.stderr).to.equal(0)
    times.push(`create has ended: ${at()}`)
    const formed = await forming.result
    times.push(`wait for the new cluster has returned: ${at()}`)
    expect(formed).to.include({exitCode: 0, signal: null})
    expect(formed.stdout).to.match(/^Reached after [\d.]+ s: nodes=6, agreed, healthy, synced\.\n$/)
    expect(formed.stderr).to.contain('nodes=6 (the cluster has 1 node)')

    await servers.node(0).kill()
    times.push(`the first primary is killed: ${at()}`)
    const healed = await runCli(['wait', second, '--timeout', '30s'], {limitMs: 40_000})
    times.push(`wait for a healthy cluster has returned: ${at()}`)
    expect(healed.exitCode, healed.stderr).to.equal(0)
    expect(healed.stderr).to.contain('slots have no owner that answers')
    expect((await runCli(['check', second])).exitCode).to.equal(0)

    await using returning = await startWait(
      [seed, '--for', 'role=replica', '--for', 'agreed', '--for', 'synced', '--for', 'nodes=6'],
      /cannot be read: connection refused/,
    )
    await servers.node(0).restart()
    times.push(`it is started again: ${at()}`)
    const back = await returning.result
    times.push(`wait for the old primary has returned: ${at()}`)
    expect(back.exitCode, back.stderr).to.equal(0)
    const info = String(await ask(servers.node(0), 'INFO', 'replication'))
    expect(info).to.contain('role:slave').and.to.contain('master_link_status:up')
    process.stdout.write(times.map((line) => `      ${line}\n`).join(''))
  }).timeout(120_000)

  describe('for the first of several seeds', () => {
    it('goes on until one of them answers, and reads the password once', async () => {
      await using servers = await TestServers.start({count: 2})
      await using folder = await temporaryFolder()
      const [config, asked] = ['config.toml', 'asked'].map((name) => join(folder.path, name)) as [
        string,
        string,
      ]
      const seeds = JSON.stringify(servers.addresses)
      const command = JSON.stringify(`echo once >> ${asked}; echo secret`)
      await writeFile(config, `[profiles.new]\nseeds = ${seeds}\npassword-command = ${command}\n`, {
        mode: 0o600,
      })
      await Promise.all(servers.nodes.map((node) => node.kill()))
      const env = {CLUSTERTOOL_CONFIG: config}
      const none = await runCli(['wait', '@new', '--for', 'role=primary', '--timeout', '1500ms'], {env})
      expect(none.exitCode, none.stderr).to.equal(5)
      expect(none.stderr).to.contain('No seed of the profile new can be used')
      expect(await readFile(asked, 'utf8')).to.equal('once\n')
      const wish = ['wait', '@new', '--for', 'role=primary', '--timeout', '30s', '--progress', 'plain']
      const waiting = await startCli(wish, {env, limitMs: 40_000})
      await until('the password was read', async () => (await readFile(asked, 'utf8')) === 'once\nonce\n')
      await servers.node(1).restart()
      const {exitCode, stderr} = await waiting.result
      expect(exitCode, stderr).to.equal(0)
      expect(await readFile(asked, 'utf8')).to.equal('once\nonce\n')
    })

    it('ends at once if a password is refused, because waiting does not change that', async () => {
      await using servers = await TestServers.start({count: 2, args: ['--requirepass', 'right']})
      const words = ['wait', servers.addresses.join(','), '-a', 'wrong', '--timeout', '30s']
      const {exitCode, stderr, milliseconds} = await runCli(words, {limitMs: 40_000})
      expect(exitCode, stderr).to.equal(5)
      expect(milliseconds).to.be.lessThan(10_000)
    })
  })

  describe('for a cluster that stays as it is', () => {
    let cluster: TestCluster
    let seed: string

    before(async () => {
      cluster = await TestCluster.start({count: 4, replicas: 1})
      seed = cluster.shard(0).primary.address
    })

    after(() => cluster[Symbol.asyncDispose]())

    it('returns at once if it holds, with one document for --json', async () => {
      const {exitCode, stdout, stderr} = await runCli([
        'wait',
        seed,
        '--for',
        'role=primary,nodes=4',
        '--json',
      ])
      expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
      const {command, outcome} = JSON.parse(stdout) as {command: string; outcome: Record<string, unknown>}
      expect(command).to.equal('wait')
      expect(outcome).to.include({status: 'reached'})
      expect(outcome['conditions']).to.deep.equal([
        {condition: 'role=primary', holds: true, missing: []},
        {condition: 'nodes=4', holds: true, missing: []},
      ])
    })

    it('ends with 3 after the time limit, and says what is missing', async () => {
      const {exitCode, stdout, stderr, milliseconds} = await runCli([
        'wait',
        seed,
        '--for',
        'nodes=5,healthy',
        '--timeout',
        '2s',
      ])
      expect({exitCode, stdout}).to.deep.equal({exitCode: 3, stdout: ''})
      expect(stderr).to.equal(
        'Waiting: nodes=5 (the cluster has 4 nodes)\n' +
          'Error: Gave up after 2 s: nodes=5 (the cluster has 4 nodes).\n' +
          `  See all that is wrong: clustertool check ${seed}\n`,
      )
      expect(milliseconds).to.be.within(2000, 10_000)
    })

    it('says with --json and after the time limit what is missing', async () => {
      const {exitCode, stdout, stderr} = await runCli([
        'wait',
        seed,
        '--for',
        'version=1.2',
        '--timeout',
        '2s',
        '--json',
      ])
      expect({exitCode, stderr}).to.deep.equal({exitCode: 3, stderr: ''})
      const {outcome} = JSON.parse(stdout) as {
        outcome: {status: string; conditions: {holds: boolean; missing: {code: string; nodes: unknown[]}[]}[]}
      }
      expect(outcome.status).to.equal('timed-out')
      expect(outcome.conditions[0]?.holds).to.equal(false)
      expect(outcome.conditions[0]?.missing[0]?.code).to.equal('other-version')
      expect(outcome.conditions[0]?.missing[0]?.nodes).to.have.length(4)
    })

    /** How often a primary is asked for its view while something is done. */
    async function looksDuring(work: () => Promise<unknown>): Promise<number> {
      const {primary} = cluster.shard(1)
      const calls = async () => {
        const stats = String(await ask(primary, 'INFO', 'commandstats'))
        // Before Redis 7.0, the statistics of all CLUSTER commands are one; a look sends two.
        const [, nodes] = /cmdstat_cluster\|nodes:calls=(\d+)/.exec(stats) ?? []
        const [, all] = /cmdstat_cluster:calls=(\d+)/.exec(stats) ?? []
        return nodes === undefined ? Number(all ?? 0) / 2 : Number(nodes)
      }
      const before = await calls()
      await work()
      return (await calls()) - before
    }

    it('asks no node more than a few times a second', async () => {
      const looks = await looksDuring(() => runCli(['wait', seed, '--for', 'nodes=5', '--timeout', '3s']))
      // The first looks follow each other quickly.
      expect(looks).to.be.within(2, 12)
    })

    it('writes events with --progress ndjson, and nothing with none', async () => {
      const waiting = ['wait', seed, '--for', 'role=replica', '--timeout', '2s', '--progress']
      const events = await runCli([...waiting, 'ndjson'])
      const [line = ''] = events.stderr.split('\n')
      const event = JSON.parse(line) as Record<string, unknown>
      expect(event).to.deep.include({
        type: 'waiting',
        what: `role=replica (${seed} has the other role)`,
        missing: [cluster.idOf(cluster.shard(0).primary)],
      })
      expect((await runCli([...waiting, 'none'])).stderr).not.to.contain('Waiting')
    })

    it('rewrites one line on a terminal', async () => {
      const terminal = onTerminal(['wait', seed, '--for', 'nodes=5', '--timeout', '2s'])
      await terminal.shows('Waiting: nodes=5 (the cluster has 4 nodes)')
      expect(await terminal.ended).to.equal(3)
      expect(terminal.screen()).to.contain('Gave up after 2 s: nodes=5')
      expect(
        terminal
          .screen()
          .split('\n')
          .filter((line) => line.includes('Waiting')),
      ).to.have.length(1)
    })

    it('ends with 130 when it is interrupted, at once', async () => {
      await using waiting = await startWait([seed, '--for', 'nodes=5', '--timeout', '60s'], /nodes=5/)
      waiting.kill('SIGINT')
      const {exitCode, stderr, milliseconds} = await waiting.result
      expect(exitCode, stderr).to.equal(130)
      expect(milliseconds).to.be.lessThan(10_000)
    })

    it('waits for a node that hangs only once, and returns when it goes on', async () => {
      const hanging = cluster.replica(1)
      hanging.pause()
      try {
        const looks = await looksDuring(() =>
          runCli(['wait', seed, '--for', 'nodes=9', '--command-timeout', '2000', '--timeout', '6s']),
        )
        // With a time limit of 2 s at each look, there would be three.
        expect(looks).to.be.at.least(6)
        const limits = ['--command-timeout', '1500', '--timeout', '30s']
        await using waiting = await startWait([seed, '--for', 'synced', ...limits], /does not answer/)
        hanging.resume()
        const since = performance.now()
        const {exitCode, stderr} = await waiting.result
        expect(exitCode, stderr).to.equal(0)
        // Two pauses between looks at most, and not another time limit.
        expect(performance.now() - since).to.be.lessThan(1400)
      } finally {
        hanging.resume()
      }
    })
  })

  it('ends with 5 if the node does not answer before the time is over', async () => {
    const silent = createServer((socket) => {
      socket.on('error', () => undefined)
    })
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const {port} = silent.address() as {port: number}
    const {exitCode, stderr, milliseconds} = await runCli([
      'wait',
      `127.0.0.1:${port}`,
      '--timeout',
      '1500ms',
    ])
    expect(exitCode).to.equal(5)
    expect(stderr).to.match(/Error: Gave up after 1\.5 s: 127\.0\.0\.1:\d+ cannot be read: /)
    expect(stderr).to.contain('Waiting: not all nodes have answered yet')
    expect(milliseconds).to.be.lessThan(3500)
    silent.close()
  })

  it('ends at once for what waiting does not change', async () => {
    await using guarded = await TestServers.start({count: 1, args: ['--requirepass', 'secret']})
    await using lone = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
    const [password, mode, usage, time] = await Promise.all([
      runCli(['wait', guarded.addresses[0] ?? '', '--pass', 'wrong', '--timeout', '15s']),
      runCli(['wait', lone.addresses[0] ?? '', '--timeout', '15s']),
      runCli(['wait', '127.0.0.1:1', '--for', 'helthy']),
      runCli(['wait', '127.0.0.1:1', '--timeout', 'soon']),
    ])
    expect(password.exitCode).to.equal(5)
    expect(password.stderr).to.contain('wrong user name or password')
    expect(mode.exitCode).to.equal(4)
    expect(mode.stderr).to.contain('it is not a cluster node')
    expect(usage.exitCode).to.equal(2)
    expect(usage.stderr).to.contain('did you mean healthy?')
    expect(time.exitCode).to.equal(2)
    expect(time.stderr).to.contain('--timeout cannot be "soon"')
    for (const {milliseconds} of [password, mode, usage, time]) expect(milliseconds).to.be.lessThan(10_000)
  })
})
