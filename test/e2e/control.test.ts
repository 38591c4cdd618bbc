import {readdirSync, readFileSync, rmSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {ControlStatus} from '../../src/domain/control.js'
import {stateFolder} from '../../src/journal/folder.js'
import {type CliResult, runCli} from '../support/cli.js'
import {fillMixed} from '../support/dataset.js'
import {fill} from '../support/fill.js'
import {TestServers} from '../support/servers.js'
import {type StartedCli, startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import {ask} from '../support/ask.js'
import {until} from '../support/until.js'

const SLOTS = {start: 0, end: 999}
const KEYS_PER_SLOT = 20
const KEYS = 20_000

/** Slow enough for all that is done to it. */
const RATE = '1500keys/s'

/** The outcome of `control --json`, which the run of the program has already compared with its schema. */
function told({stdout, stderr}: CliResult): ControlStatus & {readonly message: string} {
  if (stdout === '') throw new Error(`control printed nothing: ${stderr}`)
  return (JSON.parse(stdout) as {readonly outcome: ControlStatus & {readonly message: string}}).outcome
}

async function control(...words: readonly string[]): Promise<ControlStatus & {readonly message: string}> {
  return told(await runCli(['control', ...words, '--json']))
}

/** Sockets of operations of this test run. */
function sockets(): string[] {
  return readdirSync(stateFolder(process.env)).filter((name) => name.includes('.sock'))
}

/** Whoever looks at the cluster is told that the operation is paused, and by whom: as soon as it answers in time. */
async function expectPausedIn(address: string, pid: number): Promise<void> {
  const page = join(stateFolder(process.env), 'paused.html')
  const written = ['--out', page, '--force']
  const text = /reshard is paused on .* Paused by .+, process \d+ since \d/
  for (const [command = '', ...flags] of [
    ['check'],
    ['info'],
    ['map'],
    ['watch', '--once'],
    ['report', ...written],
  ]) {
    await until(`${command} says that it is paused`, async () => {
      const {exitCode, stdout, stderr} = await runCli([command, address, ...flags])
      expect(exitCode, stderr).to.equal(0)
      const said = command === 'report' ? readFileSync(page, 'utf8') : stdout
      const isTold = text.test(said.replaceAll(/\s+/g, ' '))
      return isTold && (command === 'watch' || said.includes(`clustertool control ${pid} resume`))
    })
  }
  rmSync(page)
  for (const words of [['check'], ['info'], ['map'], ['watch', '--once']]) {
    await until(`the document of ${words[0]} says that it is paused`, async () => {
      const [command = '', ...flags] = words
      const {stdout} = await runCli([command, address, ...flags, '--json'])
      return stdout.includes('"kind": "paused"') || stdout.includes('"kind":"paused"')
    })
  }
}

describe('[E] control', function () {
  this.timeout(120_000)
  let cluster: TestCluster

  before(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    await fill(cluster.shard(0).primary, {ranges: [SLOTS], keysPerSlot: KEYS_PER_SLOT})
  })
  after(() => cluster[Symbol.asyncDispose]())

  async function startMove(from: number, to: number, ...more: readonly string[]): Promise<StartedCli> {
    const [source, target] = [cluster.shard(from).primary.address, cluster.shard(to).primary.address]
    const words = ['--from', source, '--to', target, '--slot-ranges', '0-999', '--method', 'keys', ...more]
    const run = await startCli(['reshard', source, ...words, '--yes', '--progress', 'plain'], {
      limitMs: 60_000,
    })
    await until('keys move', async () => (await control('status')).progress.keys > 500, 20_000)
    return run
  }

  async function keysAt(shard: number): Promise<number> {
    return Number(await ask(cluster.shard(shard).primary, 'DBSIZE'))
  }

  it('pauses a move so that the cluster is healthy, changes its settings, goes on, and stops it', async () => {
    const [{address}] = [cluster.shard(1).primary]
    await using run = await startMove(0, 1, '--rate', RATE)
    const [socket = ''] = sockets()
    expect(statSync(join(stateFolder(process.env), socket)).mode & 0o777).to.equal(0o600)
    const before = await until('the rate holds it back', async () => {
      const now = await control(address, 'status')
      return now.message === 'The rate holds it back: 1500keys/s.' && now
    })
    expect(before.state).to.equal('running')
    expect(before.settings).to.deep.include({rate: {unit: 'keys', perSecond: 1500}, window: 64})

    const paused = await control('pause')
    expect(paused.state).to.equal('paused')
    expect(paused.message).to.match(/^Paused by .+, process \d+ since /)
    expect(paused.moves.map(({rests}) => rests)).to.deep.equal([true])
    const check = await runCli(['check', address, '--json', '--ignore', 'change-under-way'])
    expect(check.exitCode, check.stdout).to.equal(0)
    expect(check.stdout).not.to.match(/slots-open|views-disagree/)
    await expectPausedIn(address, paused.operation.pid)
    const [source, target] = [await keysAt(0), await keysAt(1)]
    expect(source + target).to.equal(KEYS)
    expect(paused.progress.keys).to.equal(target)

    const settings = await control('set', 'rate=3000keys/s', 'max-pause=5ms', 'window=16', 'parallel=2')
    expect(settings.state).to.equal('paused')
    expect(settings.settings).to.deep.equal({
      maxPauseMs: 5,
      window: 16,
      parallel: 2,
      rate: {unit: 'keys', perSecond: 3000},
    })
    expect(await keysAt(1)).to.equal(target)

    const going = await control('resume')
    expect(going.state).to.equal('running')
    await until('it goes on', async () => (await keysAt(1)) > target, 10_000)
    expect((await control('stop')).state).to.equal('stopping')
    const {exitCode, stdout, stderr} = await run.result
    expect(exitCode, stderr).to.equal(6)
    expect(stderr).to.match(
      /Paused by .*\nGoing on\.\nStopped by .*Stopping after the current step; Ctrl-C stops immediately/,
    )
    expect(stdout).to.match(/no slot is left open/)
    expect(sockets()).to.deep.equal([])
  })

  it('says that nothing runs, and what was typed wrong', async () => {
    const none = await runCli(['control', 'pause'])
    expect(none.exitCode).to.equal(4)
    expect(none.stderr).to.match(/^Error: No operation is running on this machine that can be controlled\.\n/)
    for (const [words, message] of [
      [['pase'], /^Error: "pase" is nothing that an operation can be told; did you mean pause\?/],
      [['set', 'rate=fast'], /"rate=fast" cannot be set: rate is a rate such as 20MB\/s/],
      [['pause', '--timeout', 'soon'], /--timeout cannot be "soon"/],
    ] as const) {
      const {exitCode, stderr} = await runCli(['control', ...words])
      expect(exitCode, stderr).to.equal(2)
      expect(stderr).to.match(message)
    }
    const bad = await runCli(['reshard', cluster.shard(0).primary.address, '--rate', '20'])
    expect(bad.exitCode).to.equal(2)
    expect(bad.stderr).to.match(
      /^Error: --rate cannot be "20": it is an amount per second, such as 20MB\/s or 5000keys\/s\.\n/,
    )
  })

  it('finds nothing of a run that was killed while it was paused, which resume continues', async () => {
    const {address} = cluster.shard(1).primary
    await using run = await startMove(0, 1, '--rate', RATE)
    const {operation, state} = await control('pause')
    expect(state).to.equal('paused')
    const offered = async () => (await runCli(['complete', 'control-first', operation.id])).stdout
    expect(await offered()).to.equal(
      `${operation.id}\treshard on ${cluster.shard(0).primary.address}, running\n`,
    )
    run.kill('SIGKILL')
    await run.result
    expect(sockets()).to.have.lengthOf(1)
    expect(await offered()).to.equal('')
    expect((await runCli(['control'])).exitCode).to.equal(4)
    const check = await runCli(['check', address])
    expect(check.exitCode, check.stdout).to.equal(0)
    const resumed = await runCli(['resume', address, '--yes', '--rate', '100MB/s'])
    expect(resumed.exitCode, resumed.stderr).to.equal(0)
    expect(resumed.stdout).not.to.contain('are kept')
    expect(await keysAt(1)).to.equal(KEYS)
    expect(sockets()).to.deep.equal([])
  })

  it('keeps what was set in runs that were killed for those that continue them', async () => {
    const {address} = cluster.shard(2).primary
    await using first = await startMove(1, 2, '--rate', RATE)
    await control('set', 'rate=700keys/s', 'max-pause=7ms', 'parallel=2')
    first.kill('SIGKILL')
    await first.result
    const looked = await runCli(['resume', address, '--dry-run', '--json'])
    expect(looked.exitCode, looked.stderr).to.equal(0)
    const {outcome} = JSON.parse(looked.stdout) as {outcome: {plan: {takenUp: {kept: object}}}}
    expect(outcome.plan.takenUp.kept).to.deep.equal({
      maxPauseMs: 7,
      rate: {unit: 'keys', perSecond: 700},
      parallel: 2,
    })

    await using second = await startCli(['resume', address, '--yes', '--window', '5'], {limitMs: 60_000})
    // First it closes the slots that are open, as fix does.
    const now = await until('it goes on', async () => {
      const {exitCode, stdout} = await runCli(['control', '--json'])
      if (exitCode !== 0) return undefined
      const {operation, settings} = (JSON.parse(stdout) as {readonly outcome: ControlStatus}).outcome
      return operation.command === 'resume' && settings
    })
    expect(now).to.deep.equal({
      maxPauseMs: 7,
      window: 5,
      parallel: 2,
      rate: {unit: 'keys', perSecond: 700},
    })
    expect(second.stdout()).to.contain(
      'Settings that were changed meanwhile are kept: max-pause=7ms rate=700keys/s parallel=2\n',
    )
    await control('set', 'parallel=none')
    second.kill('SIGKILL')
    await second.result

    const third = await runCli(['resume', address, '--yes', '--rate', 'none'])
    expect(third.exitCode, third.stderr).to.equal(0)
    expect(third.stdout).to.contain('Settings that were changed meanwhile are kept: max-pause=7ms window=5\n')
    expect(await keysAt(2)).to.equal(KEYS)
  })

  it('is ended by a signal while it is paused', async () => {
    await using run = await startMove(2, 1, '--rate', RATE)
    expect((await control('pause')).state).to.equal('paused')
    run.kill('SIGTERM')
    const {exitCode, stdout, stderr} = await run.result
    expect(exitCode, stderr).to.equal(6)
    expect(stdout).to.match(/no slot is left open/)
    expect((await keysAt(1)) + (await keysAt(2))).to.equal(KEYS)
  })

  it('pauses an import between batches, changes its rate and nothing else, and lets it end', async () => {
    await using servers = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
    const source = servers.node(0)
    await fillMixed(source, {keys: 6000})
    const seed = cluster.shard(0).primary.address
    const before = (await Promise.all([0, 1, 2].map(keysAt))).reduce((sum, keys) => sum + keys)
    const total = async () =>
      (await Promise.all([0, 1, 2].map(keysAt))).reduce((sum, keys) => sum + keys) - before
    const all = Number(await ask(source, 'DBSIZE'))
    const words = ['import', seed, '--from', source.address, '--rate', '1000keys/s', '--progress', 'plain']
    await using run = await startCli(words, {limitMs: 60_000})
    await until('keys arrive', async () => (await total()) > 0, 20_000)
    const paused = await control('pause')
    expect(paused.state).to.equal('paused')
    expect(paused.operation.command).to.equal(`import of ${source.address}`)
    const arrived = await total()
    expect(paused.progress.keys).to.equal(arrived)
    expect(arrived).to.be.below(all)
    const refused = await runCli(['control', 'set', 'window=3'])
    expect(refused.exitCode).to.equal(4)
    expect(refused.stderr).to.match(/of an import, only rate can be set while it runs/)
    await control('set', 'rate=none')
    expect(await total()).to.equal(arrived)
    await control('resume')
    const {exitCode, stdout, stderr} = await run.result
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(await total()).to.equal(all)
    expect(sockets()).to.deep.equal([])
  })
})
