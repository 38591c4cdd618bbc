import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {type CliResult, runCli} from '../../support/cli.js'
import {tagOf} from '../../support/fill.js'
import {startCli} from '../../support/started-cli.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const FIRST = 100
const SLOTS = Array.from({length: 600}, (_, at) => FIRST + at)
const LAST = FIRST + SLOTS.length - 1
const LIMIT = {limitMs: 50_000}
/** One slot at a time, so that there is time between the first slot and the last one. */
const SLOWLY = ['--window', '1']

/** Keys of slots that the holder does not own, one in each slot. */
type Keys = readonly (readonly [key: string, value: string])[]

describe('[E] fix that is stopped while it moves stray keys to their owner', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let owner: TestServer
  let holder: TestServer
  let folder: string
  let state: {readonly env: {readonly XDG_STATE_HOME: string}}
  beforeEach(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    ;[owner, holder] = cluster.primaries as [TestServer, TestServer]
    folder = await mkdtemp(join(tmpdir(), 'clustertool-fix-stopped-'))
    state = {env: {XDG_STATE_HOME: folder}}
  })
  afterEach(async () => {
    await cluster[Symbol.asyncDispose]()
    await rm(folder, {recursive: true})
  })

  it('leaves marks on slots with remaining keys, for a user who does not have its journal', async () => {
    const keys = keysOf('stray')
    await hold(keys, true)
    const killed = await stopAfterFirst('SIGKILL', keys)
    const marks = String(await ask(holder, 'CLUSTER', 'NODES'))
    const held = await slotsHeld()
    expect(held).not.to.deep.equal([])
    expect(held.filter((slot) => !marks.includes(`[${slot}-<-`))).to.deep.equal([])
    const checked = await runCli(['check', owner.address], LIMIT)
    expect(checked.exitCode, textOf(checked)).to.equal(3)
    const other = await mkdtemp(join(folder, 'other-'))
    const fixed = await runCli(['fix', owner.address, '--yes'], {...LIMIT, env: {XDG_STATE_HOME: other}})
    expect(fixed.exitCode, textOf(fixed)).to.equal(0)
    await expectHome(keys)
    expect(killed.stdout).to.contain('a node holds stray keys (keys of slots that it does not own)')
  })

  for (const command of ['fix', 'resume']) {
    it(`is continued by ${command} if only its journal knows of the remaining keys`, async () => {
      const keys = keysOf('stray')
      await hold(keys, false)
      await stopAfterFirst('SIGKILL', keys, ['--search-multiple-owners'])
      expect(await ask(holder, 'DBSIZE')).to.be.above(0)
      // A kill between two slots leaves this state.
      await tell(holder, 'STABLE')
      expect((await runCli(['check', owner.address], LIMIT)).exitCode).to.equal(0)
      const repaired = await runCli([command, owner.address, '--yes'], {...LIMIT, ...state})
      expect(repaired.exitCode, textOf(repaired)).to.equal(0)
      await expectHome(keys)
    })
  }

  it('with Ctrl-C reports what it has done', async () => {
    const keys = keysOf('stray')
    await hold(keys, true)
    const stopped = await stopAfterFirst('SIGINT', keys)
    expect(stopped.exitCode, textOf(stopped)).to.equal(6)
    expect(textOf(stopped)).to.match(/Stopped after \d+ of 2 steps, as requested/)
    expect(textOf(stopped)).to.contain('Stopped before the next round, as requested')
    expect(textOf(stopped)).not.to.match(/nothing was changed/i)
    expect(textOf(stopped).match(/>>> Steps/g)).to.have.length(1)
  })

  it('with Ctrl-C names the file with the copies that it deleted', async () => {
    const [theirs, ours] = [keysOf('theirs'), keysOf('ours')]
    await hold(theirs, true)
    await write(owner, ours)
    const stopped = await stopAfterFirst('SIGINT', theirs, ['--conflicts', 'keep-owner'])
    const [, file = ''] = /saved to (\S+saved-keys-\S+\.ndjson)/.exec(stopped.stdout) ?? []
    expect(file, textOf(stopped)).not.to.equal('')
    expect(stopped.exitCode).to.equal(6)
    // Nothing is restored to a cluster that is not healthy.
    const fix = ['fix', owner.address, '--yes', '--conflicts', 'keep-owner']
    expect((await runCli(fix, LIMIT)).exitCode).to.equal(0)
    const restored = await runCli(['restore', file, owner.address, '--replace'], LIMIT)
    expect(restored.exitCode, textOf(restored)).to.equal(0)
    expect(await ask(owner, 'GET', theirs[0]?.[0] ?? '')).to.equal(theirs[0]?.[1])
  })

  it('with Ctrl-C names the keys that both nodes keep', async () => {
    const key = `{${tagOf(FIRST)}}twice`
    const keys = keysOf('stray')
    await hold([[key, 'theirs'], ...keys], true)
    await write(owner, [[key, 'ours']])
    const stopped = await stopAfterFirst('SIGINT', keys)
    expect(stopped.stdout, textOf(stopped)).to.contain('stopped after').and.to.contain(`«${key}»`)
    expect(stopped.exitCode).to.equal(6)
  })

  /** Runs fix, and sends it a signal when the first slots are done and the last ones are not. */
  async function stopAfterFirst(signal: 'SIGKILL' | 'SIGINT', keys: Keys, flags: readonly string[] = []) {
    const run = await startCli(['fix', owner.address, '--yes', ...SLOWLY, ...flags], {...LIMIT, ...state})
    const before = keys.length
    const isBegun = async () => run.hasEnded() || Number(await ask(holder, 'DBSIZE')) < before - 10
    await until('the first slots are done', isBegun, 30_000)
    run.kill(signal)
    const result = await run.result
    expect(await ask(holder, 'CLUSTER', 'COUNTKEYSINSLOT', LAST), textOf(result)).to.equal(1)
    return result
  }

  /** Writes the keys to the holder; with `marked`, it stays marked as importing their slots. */
  async function hold(keys: Keys, marked: boolean): Promise<void> {
    await tell(holder, 'IMPORTING', cluster.idOf(owner))
    await write(holder, keys)
    if (!marked) await tell(holder, 'STABLE')
  }

  /** Slots of which the holder has keys. */
  async function slotsHeld(): Promise<number[]> {
    const counts = await askAll(
      holder,
      SLOTS.map((slot) => ['CLUSTER', 'COUNTKEYSINSLOT', slot]),
    )
    return SLOTS.filter((_, at) => counts[at] !== 0)
  }

  async function expectHome(keys: Keys): Promise<void> {
    const replies = await askAll(
      owner,
      keys.map(([key]) => ['GET', key]),
    )
    expect(replies).to.deep.equal(keys.map(([, value]) => value))
    expect(await ask(holder, 'DBSIZE')).to.equal(0)
    expect(String(await ask(holder, 'CLUSTER', 'NODES'))).not.to.contain('[')
  }
})

function keysOf(value: string): Keys {
  return SLOTS.map((slot) => [`{${tagOf(slot)}}key`, `${value} ${slot}`])
}

async function tell(node: TestServer, ...state: readonly string[]): Promise<void> {
  await askAll(
    node,
    SLOTS.map((slot) => ['CLUSTER', 'SETSLOT', slot, ...state]),
  )
}

async function write(node: TestServer, keys: Keys): Promise<void> {
  const commands = keys.flatMap(([key, value]) => [['ASKING'], ['SET', key, value]])
  const failed = (await askAll(node, commands)).find((reply) => reply instanceof Error)
  if (failed) throw failed
}

function textOf({exitCode, stdout, stderr}: CliResult): string {
  return `exit ${exitCode}\n${stdout}\n${stderr}`
}
