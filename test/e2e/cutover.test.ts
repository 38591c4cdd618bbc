import {existsSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {CutoverResult} from '../../src/domain/cutover.js'
import type {FollowProgress} from '../../src/domain/follow.js'
import {keySlot} from '../../src/redis/key-slot.js'
import {ask} from '../support/ask.js'
import {type CliResult, runCli} from '../support/cli.js'
import {fillMixed} from '../support/dataset.js'
import {MixedClient} from '../support/mixed-client.js'
import {TestServers} from '../support/servers.js'
import {keysBrought, type StartedCli, startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import type {TestServer} from '../support/test-server.js'
import {until} from '../support/until.js'

const KEYS = 1000

describe('[E] cutover', function () {
  this.timeout(120_000)
  let cluster: TestCluster
  let sources: TestServers
  let source: TestServer
  let seed: string
  let followed: StartedCli | undefined

  before(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    seed = cluster.shard(0).primary.address
  })
  after(() => cluster[Symbol.asyncDispose]())
  beforeEach(async () => {
    sources = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
    source = sources.node(0)
    await fillMixed(source, {keys: KEYS})
  })
  afterEach(async () => {
    await followed?.[Symbol.asyncDispose]()
    followed = undefined
    await sources[Symbol.asyncDispose]()
    await Promise.all(cluster.primaries.map((node) => ask(node, 'FLUSHALL')))
  })

  async function follow(): Promise<StartedCli> {
    const words = ['--follow', '--spool', join(sources.folder, 'spool')]
    const run = await startCli(['import', seed, '--from', source.address, ...words])
    followed = run
    await until('it is ready to be cut over', async () => {
      if (run.hasEnded()) throw new Error(run.stderr())
      return (await status()).isReady
    })
    return run
  }

  async function status(): Promise<FollowProgress> {
    const {stdout} = await runCli(['control', 'status', '--json'])
    return (JSON.parse(stdout) as {outcome: {follow: FollowProgress}}).outcome.follow
  }

  function cutover(...words: readonly string[]): Promise<CliResult> {
    return runCli(['cutover', ...words])
  }

  async function expectEqual(): Promise<void> {
    const {exitCode, stdout} = await runCli(['compare', source.address, seed, '--lag', '1500ms'])
    expect(exitCode, stdout).to.equal(0)
  }

  async function expectOpen(): Promise<void> {
    expect(await ask(source, 'SET', 'open', 'yes')).to.equal('OK')
    await until('it is still followed', async () => (await ask(ownerOf('open'), 'GET', 'open')) === 'yes')
  }

  function ownerOf(key: string): TestServer {
    const slot = keySlot(Buffer.from(key))
    return cluster.shard(slot < 5461 ? 0 : slot < 10_923 ? 1 : 2).primary
  }

  it('takes over from a source that clients write to, and nothing is lost', async () => {
    await using client = new MixedClient(source, {names: 500, seed: 3})
    client.start(2000)
    const run = await follow()
    const {exitCode, stdout, stderr} = await cutover(
      '--on-ready',
      'true',
      '--then',
      'readonly',
      '--check-sample',
      'all',
    )
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(stdout).to.match(
      /^The source takes no writes\. After \d+ ms, everything was in the cluster\.\nAll keys are the same, and both sides have \d+ keys that do not expire \(\d+ ms after the last write\)\.\nThe source refuses writes \(min-slaves-to-write 1000000\)\..*\n.*no way back without losing that\.\n\[OK\] The cluster has taken over\.\n$/,
    )
    const ended = await run.result
    expect(ended.exitCode, ended.stderr).to.equal(0)
    expect(ended.stdout).to.match(/\[OK\] The cluster has taken over from \S+\.\n$/)
    await client.stop()
    const refused = await ask(source, 'SET', 'after', '1').catch((error: Error) => error)
    expect(String(refused)).to.include('NOREPLICAS')
    await expectEqual()
  })

  it('lets writes wait while clients are switched, and refuses them afterwards', async () => {
    await follow()
    const [held, go] = [join(sources.folder, 'held'), join(sources.folder, 'go')]
    const switching = `touch ${held}; until [ -f ${go} ]; do sleep 0.02; done`
    await using cutting = await startCli(['cutover', seed, '--json', '--on-ready', switching])
    await until('clients can be switched', () => existsSync(held))
    const late = ask(source, 'SET', 'waited', '1').catch(String)
    const again = await cutover('--yes')
    expect(again.exitCode).to.equal(4)
    expect(again.stderr).to.include('it is being cut over already')
    // The source answers those who read.
    expect(await ask(source, 'EXISTS', 'waited')).to.equal(0)
    writeFileSync(go, '')
    const {exitCode, stdout} = await cutting.result
    expect(exitCode, stdout).to.equal(0)
    const {outcome} = JSON.parse(stdout) as {outcome: {found: CutoverResult}}
    expect(outcome).to.deep.include({status: 'done', afterwards: 'readonly'})
    expect(outcome.found).to.deep.include({status: 'equal', sample: 10_000, differing: {count: 0, shown: []}})
    expect(outcome.found.lasting.source).to.equal(outcome.found.lasting.cluster)
    expect(await late).to.match(/NOREPLICAS/)
  })

  it('is rehearsed with --then unpause, and goes on following', async () => {
    await follow()
    const {exitCode, stdout, stderr} = await cutover('--then', 'unpause')
    expect(exitCode, stderr).to.equal(0)
    expect(stdout).to.match(/\[OK\] The rehearsal succeeded\.\n$/)
    await expectOpen()
    const mixed = await cutover('--then', 'unpause', '--on-ready', 'true')
    expect(mixed.exitCode).to.equal(2)
    expect(mixed.stderr).to.include('--on-ready does not work with --then unpause')
  })

  it('shuts the source down with --then shutdown', async () => {
    const run = await follow()
    const {exitCode, stdout, stderr} = await cutover('--yes', '--then', 'shutdown')
    expect(exitCode, stderr).to.equal(0)
    expect(stdout).to.include('\nThe source was shut down.\n')
    expect((await run.result).exitCode).to.equal(0)
    await until('it is gone', () =>
      ask(source, 'PING').then(
        () => false,
        () => true,
      ),
    )
  })

  it('gives the source its writes back if anything differs, and says what', async () => {
    await follow()
    await ask(source, 'SET', 'lost', '1')
    await until('it has come', async () => (await ask(ownerOf('lost'), 'DEL', 'lost')) === 1)
    const {exitCode, stdout, stderr} = await cutover('--yes', '--check-sample', 'all', '--then', 'shutdown')
    expect(exitCode, stderr).to.equal(3)
    expect(stdout).to.match(
      /^ {2}lost of DB 0: the cluster does not have the key\nThe source takes writes again, and is still followed; clients had waited for \d+ ms\.\n\[ERR\] Not cut over: 1 of the keys that were compared differ\.\n$/,
    )
    await expectOpen()
  })

  it('gives the source its writes back if clients are not switched', async () => {
    await follow()
    for (const [words, message] of [
      [['--on-ready', 'echo no way; exit 3'], /the command of --on-ready ended with 3: no way\.\n$/],
      [
        ['--on-ready', 'sleep 60', '--hold', '300ms'],
        /the command of --on-ready did not end within 0\.3 s\.\n$/,
      ],
    ] as const) {
      const {exitCode, stdout, stderr} = await cutover('--then', 'readonly', ...words)
      expect(exitCode, stdout + stderr).to.equal(6)
      expect(stdout).to.match(/\n\[ERR\] Not cut over: /)
      expect(stdout).to.match(message)
      await expectOpen()
    }
  })

  it('gives the source its writes back if the import is ended or killed', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const run = await follow()
      // It ends with this test.
      const waiting = `while [ -d ${sources.folder} ]; do sleep 0.1; done`
      await using cutting = await startCli(['cutover', '--on-ready', waiting])
      await until('clients can be switched', () => cutting.stdout().includes('The source takes no writes.'))
      run.kill(signal)
      expect((await run.result).exitCode).to.equal(signal === 'SIGTERM' ? 6 : null)
      // After a kill nobody tells it to: the pause runs out.
      await until('it takes writes', async () => (await ask(source, 'SET', 'x', signal)) === 'OK', 10_000)
    }
  })

  it('is refused while it is not ready', async () => {
    await follow()
    await runCli(['control', 'pause'])
    await ask(source, 'SET', 'a', '1')
    await until('it is a second behind', async () => ((await status()).sources[0]?.lagMs ?? 0) > 1000)
    const {exitCode, stderr} = await cutover('--yes')
    expect(exitCode, stderr).to.equal(4)
    expect(stderr).to.match(/did not do that: it is paused\.\n/)
    expect(await ask(source, 'SET', 'b', '1')).to.equal('OK')
  })

  it('is refused for an import that does not follow', async () => {
    const words = ['--rate', '50keys/s', '--progress', 'ndjson']
    await using run = await startCli(['import', seed, '--from', source.address, ...words])
    await keysBrought(run, 10)
    const {exitCode, stderr} = await cutover('--yes')
    expect(exitCode, stderr).to.equal(4)
    expect(stderr).to.match(/The operation \S+ did not do that: it does not follow a source\.\n/)
    expect(run.hasEnded()).to.equal(false)
  })

  it('says in a sentence what is wrong, and closes nothing', async () => {
    for (const [words, code, message] of [
      [['--yes'], 4, /^Error: No operation is running on this machine that can be controlled\.\n/],
      [[], 4, /^Error: Nobody can say when clients have been switched\.\n.*--on-ready/],
      [['--json'], 4, /Nobody can say when clients have been switched\./],
      [['--yes', '--hold', 'long'], 2, /--hold long is not a time such as 30s or 2m\./],
      [['--yes', '--check-sample', '0'], 2, /--check-sample 0 is not a number of keys, or all\./],
      [['--yes', '--then', 'explode'], 2, /Expected --then=… to be one of: unpause, readonly, shutdown/],
      [['--yes', 'nonsense'], 2, /"nonsense"/],
    ] as const) {
      const {exitCode, stdout, stderr} = await cutover(...words)
      expect(exitCode, stdout + stderr).to.equal(code)
      expect(stdout + stderr).to.match(message)
    }
  })
})
