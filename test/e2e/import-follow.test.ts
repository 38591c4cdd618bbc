import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {FollowProgress} from '../../src/domain/follow.js'
import {stateFolder} from '../../src/journal/folder.js'
import {ask, askAll} from '../support/ask.js'
import {type CliResult, runCli} from '../support/cli.js'
import {fillMixed} from '../support/dataset.js'
import {MixedClient} from '../support/mixed-client.js'
import {TestServers} from '../support/servers.js'
import {type StartedCli, startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import type {TestServer} from '../support/test-server.js'
import {until} from '../support/until.js'

const KEYS = 2000

/** The last progress that an import with `--progress ndjson` has told. */
function progressOf({stderr}: Pick<StartedCli, 'stderr'>): FollowProgress | undefined {
  const line = stderr()
    .split('\n')
    .findLast((text) => text.includes('"follow-progress"') && text.endsWith('}'))
  return line === undefined ? undefined : (JSON.parse(line) as {progress: FollowProgress}).progress
}

describe('[E] import --follow', function () {
  this.timeout(120_000)
  let cluster: TestCluster
  let sources: TestServers
  let source: TestServer
  let seed: string

  before(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    sources = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
    source = sources.node(0)
    seed = cluster.shard(0).primary.address
  })
  after(async () => {
    await sources[Symbol.asyncDispose]()
    await cluster[Symbol.asyncDispose]()
  })
  afterEach(async () => {
    for (const name of readdirSync(stateFolder(process.env))) expect(name).not.to.match(/\.sock/)
    await Promise.all([source, ...cluster.primaries].map((node) => ask(node, 'FLUSHALL')))
  })

  function words(...more: readonly string[]): string[] {
    return ['import', seed, '--from', source.address, '--follow', ...more]
  }

  /** Each with a spool of its own, so that it does not go on where another test ended. */
  async function follow(name: string, ...more: readonly string[]): Promise<StartedCli> {
    const spool = join(sources.folder, name)
    return startCli(words('--spool', spool, '--progress', 'ndjson', ...more))
  }

  function untilReady(run: StartedCli): Promise<FollowProgress> {
    return until('it is ready to be cut over', () => {
      if (run.hasEnded()) throw new Error(`it has ended: ${run.stderr()}`)
      const progress = progressOf(run)
      return progress?.isReady === true && progress
    })
  }

  async function compare(): Promise<CliResult> {
    return runCli(['compare', source.address, seed, '--lag', '1500ms'])
  }

  it('goes on after it was killed, and has all that clients wrote', async () => {
    await fillMixed(source, {keys: KEYS})
    await using client = new MixedClient(source, {names: 500, seed: 7})
    client.start(2000)
    const first = await follow('killed')
    await untilReady(first)
    first.kill('SIGKILL')
    await first.result
    const written = client.commands
    await until('clients have written more', () => client.commands > written + 500)

    await using second = await follow('killed')
    const {sources: followed} = await untilReady(second)
    expect(followed[0]).to.include({phase: 'following', resyncs: 0, keysTotal: 0})
    await client.stop()
    await until('all is applied', () => progressOf(second)?.sources[0]?.lagBytes === 0)
    const compared = await compare()
    expect(compared.exitCode, compared.stdout).to.equal(0)

    second.kill('SIGTERM')
    const {exitCode, stdout, stderr} = await second.result
    expect(exitCode, stderr).to.equal(6)
    expect(stdout).to.match(
      /\n\S+: \d+ commands of its stream applied, \d+ of them by bringing their keys over again; 0B left\.\n\[ERR\] The import is incomplete: it was stopped before it was cut over\.\nTo go on where it ended, run the same command again\.\n$/,
    )
  })

  it('has the same lives of keys as the source after it was paused', async () => {
    await using run = await follow('paused')
    await untilReady(run)
    await askAll(source, [
      ['SADD', '{w}short', '1', '2'],
      ['SADD', '{w}long', '3'],
      ['PEXPIRE', '{w}short', 2500],
    ])
    await until('it has come', async () => (await keysInCluster()) === 2)
    const paused = await runCli(['control', 'pause', '--json'])
    expect(JSON.parse(paused.stdout)).to.nested.include({'outcome.state': 'paused'})
    await askAll(source, [
      ['SET', 'while', 'paused'],
      ['SET', '{t}a', 'v', 'PX', 600_000],
      ['SET', '{u}a', 'v'],
      ['PEXPIRE', '{u}a', 600_000],
      ['RENAME', '{u}a', '{u}b'],
      ['SUNIONSTORE', '{w}both', '{w}short', '{w}long'],
    ])
    // Its owner does not wait for what the source made of the key while it was there.
    await until('the short life is over in the cluster', async () => (await keysInCluster()) === 1)
    const {stdout} = await runCli(['control', 'status', '--json'])
    const {follow: told} = (JSON.parse(stdout) as {outcome: {follow: FollowProgress}}).outcome
    expect(told.isReady).to.equal(false)
    expect(told.sources[0]?.lagMs).to.be.above(1000)
    expect(told.sources[0]?.lagBytes).to.be.above(0)
    const resumed = await runCli(['control', 'resume', '--json'])
    expect(JSON.parse(resumed.stdout)).to.nested.include({'outcome.state': 'running'})
    await until('it has caught up', async () => (await keysInCluster()) === 5)
    const compared = await compare()
    expect(compared.exitCode, compared.stdout).to.equal(0)
    const limited = await runCli(['control', 'set', 'rate=5MB/s', '--json'])
    expect(JSON.parse(limited.stdout)).to.nested.include({'outcome.settings.rate.perSecond': 5 * 1024 * 1024})
    const stopped = await runCli(['control', 'stop'])
    expect(stopped.exitCode).to.equal(0)
    expect((await run.result).exitCode).to.equal(6)
  })

  async function keysInCluster(): Promise<number> {
    const sizes = await Promise.all(cluster.primaries.map((node) => ask(node, 'DBSIZE')))
    return sizes.reduce<number>((sum, size) => sum + Number(size), 0)
  }

  it('empties the cluster as the source was emptied only if somebody agrees', async () => {
    await fillMixed(source, {keys: 200})
    const unasked = await follow('flushed')
    await untilReady(unasked)
    await ask(source, 'FLUSHALL')
    const {exitCode, stdout, stderr} = await unasked.result
    expect(exitCode, stderr).to.equal(6)
    expect(stdout).to.match(
      /\[ERR\] The import is incomplete: A client of the source \S+ has sent flushall, which would delete the keys in the cluster, too\.\n/i,
    )
    expect(await keysInCluster()).to.equal(200)

    await ask(source, 'SET', 'after', '1')
    await using agreed = await follow('flushed', '--yes')
    await untilReady(agreed)
    await until('it is emptied, too', async () => (await keysInCluster()) === 1)
    const {sources: followed} = await untilReady(agreed)
    expect(followed[0]?.resyncs).to.equal(1)
    agreed.kill('SIGTERM')
    expect((await agreed.result).stdout).to.include('everything compared 1 time')
  })

  it('prints one document at the end, and lines with the progress', async () => {
    await fillMixed(source, {keys: 300})
    await using run = await follow('document', '--json')
    await untilReady(run)
    await ask(source, 'SET', 'later', '1')
    await until('it is applied', async () => (await keysInCluster()) === 301)
    await until('it says so', () => (progressOf(run)?.sources[0]?.commands ?? 0) >= 2)
    run.kill('SIGTERM')
    const {exitCode, stdout} = await run.result
    expect(exitCode).to.equal(6)
    const {command, outcome} = JSON.parse(stdout) as {command: string; outcome: Record<string, unknown>}
    expect(command).to.equal('import')
    expect(outcome).to.deep.include({
      status: 'incomplete',
      source: source.address,
      stopped: 'it was stopped before it was cut over',
    })
    const [one] = outcome['followed'] as Record<string, unknown>[]
    expect(one).to.include({name: source.address, phase: 'following', lagBytes: 0, keys: 300, resyncs: 0})
    const phases = run
      .stderr()
      .split('\n')
      .filter((line) => line.includes('"follow-progress"'))
      .map((line) => JSON.parse(line) as {time: string; progress: FollowProgress})
    expect(phases.length).to.be.above(1)
    for (const {time} of phases) expect(time).to.match(/^\d{4}-\d\d-\d\dT/)
    expect(phases.at(-1)?.progress.isReady).to.equal(true)
  })

  it('follows a replica of the source if it has one, or the source itself', async () => {
    await using replicas = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
    await ask(replicas.node(0), 'REPLICAOF', '127.0.0.1', String(source.port))
    await until('the replica is in step', async () =>
      String(await ask(source, 'INFO', 'replication')).includes('state=online'),
    )
    await ask(source, 'SET', 'a', '1')
    const followers = async (node: TestServer) =>
      Number(/connected_slaves:(\d+)/.exec(String(await ask(node, 'INFO', 'replication')))?.[1])
    await using first = await follow('replica')
    await untilReady(first)
    expect([await followers(source), await followers(replicas.node(0))]).to.deep.equal([1, 1])
    first.kill('SIGTERM')
    await first.result
    await Promise.all(cluster.primaries.map((node) => ask(node, 'FLUSHALL')))
    await using second = await follow('primary', '--from-primary')
    await untilReady(second)
    expect([await followers(source), await followers(replicas.node(0))]).to.deep.equal([2, 0])
    second.kill('SIGTERM')
    await second.result
  })

  it('is refused where it cannot work, with the reason, before anything is changed', async () => {
    const file = join(sources.folder, 'dump.rdb')
    for (const [more, message] of [
      [['--move'], /--move does not work with --follow\./],
      [['--replace'], /--replace does not work with --follow\./],
      [['--skip-existing'], /--skip-existing does not work with --follow\./],
      [['--way', 'migrate'], /--way migrate does not work with --follow: keys go through this machine\./],
      [['--spool-limit', 'much'], /--spool-limit much is not a size of at least 16MB, such as 20GB\./],
      [['--ready-below', 'soon'], /--ready-below soon is not a time, such as 500ms or 2s\./],
    ] as const) {
      const {exitCode, stderr} = await runCli(words(...more))
      expect(exitCode, stderr).to.equal(2)
      expect(stderr).to.match(message)
    }
    const rdb = await runCli(['import', seed, '--from', file, '--follow'])
    expect(rdb.exitCode, rdb.stderr).to.equal(2)
    expect(rdb.stderr).to.match(/--follow does not work with an RDB file, which nobody writes to\./)

    const full = await runCli(words('--spool', join(sources.folder, 'full'), '--spool-limit', '900000GB'))
    expect(full.exitCode, full.stderr).to.equal(4)
    expect(full.stderr).to.match(
      /The disk of \S+ has only \d+ MB free, .* may need 921600000 MB\.\n.*--spool/,
    )
    const readOnly = await runCli(words('--spool', join(source.folder, 'server.log')))
    expect(readOnly.exitCode, readOnly.stderr).to.equal(4)
    expect(readOnly.stderr).to.match(/The spool \S+ cannot be written: /)

    const owner = cluster.shard(1).primary
    await ask(owner, 'SET', await keyOf(owner), '1')
    const filled = await runCli(words())
    expect(filled.exitCode, filled.stderr).to.equal(4)
    expect(filled.stderr).to.match(/The cluster has 1 keys?, and none of them is known to be of this source/)
    await ask(owner, 'FLUSHALL')

    await askAll(owner, [
      ['CONFIG', 'SET', 'maxmemory', '1gb'],
      ['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru'],
    ])
    const evicting = await runCli(words())
    expect(evicting.exitCode, evicting.stderr).to.equal(4)
    expect(evicting.stderr).to.include(
      `${owner.address} deletes keys for lack of memory (maxmemory-policy allkeys-lru); set it to noeviction`,
    )
    await cluster.configure('maxmemory', '0')
    await cluster.configure('maxmemory-policy', 'noeviction')

    const self = await runCli(['import', seed, '--from', owner.address, '--follow'])
    expect(self.exitCode, self.stderr).to.equal(4)
    expect(self.stderr).to.match(/is a node of the target cluster/)
  })

  it('is refused while another process follows the same source, and shows a plan without following', async () => {
    await using run = await follow('twice')
    await untilReady(run)
    const second = await runCli(words('--spool', join(sources.folder, 'twice')))
    expect(second.exitCode, second.stderr).to.equal(4)
    expect(second.stderr).to.match(
      /Process \d+ already follows this source into this cluster; clustertool control shows it\./,
    )
    run.kill('SIGTERM')
    await run.result
    const planned = await runCli(words('--dry-run'))
    expect(planned.exitCode, planned.stderr).to.equal(0)
    expect(planned.stdout).to.match(/Nothing was changed: this was a dry run\.\n$/)
    expect(await keysInCluster()).to.equal(0)
  })

  /** A key that the node owns. */
  async function keyOf(node: TestServer): Promise<string> {
    for (let number = 0; ; number++) {
      const answer = await ask(node, 'GET', `k${number}`).catch(() => undefined)
      if (answer === null) return `k${number}`
    }
  }
})
