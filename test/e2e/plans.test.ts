import {chmod, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {stateFolder} from '../../src/journal/folder.js'
import {ask} from '../support/ask.js'
import {type CliResult, runCli} from '../support/cli.js'
import {plant} from '../support/copies.js'
import {keysOf} from '../support/damage.js'
import {fill} from '../support/fill.js'
import {stateOf} from '../support/node-state.js'
import {TestCluster} from '../support/test-cluster.js'
import type {TestServer} from '../support/test-server.js'
import {until} from '../support/until.js'

describe('[E] plans, journals and undo', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let folder: string
  const env = () => ({XDG_STATE_HOME: join(folder, 'state')})
  const run = (...args: string[]): Promise<CliResult> => runCli(args, {env: env()})

  beforeEach(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    folder = await mkdtemp(join(tmpdir(), 'clustertool-plans-'))
  })
  afterEach(async () => {
    await cluster[Symbol.asyncDispose]()
    await rm(folder, {recursive: true, force: true})
  })

  function reshard(...more: string[]): string[] {
    const [from, to] = cluster.primaries
    return [
      'reshard',
      from!.address,
      '--from',
      from!.address,
      '--to',
      to!.address,
      '--slots',
      '1000',
      ...more,
    ]
  }

  it('carries out a plan with --replace, with other settings, although the target already holds keys of the slots', async () => {
    const [from, to] = cluster.primaries as [TestServer, TestServer]
    const [[key, value]] = keysOf(5, 1) as [[string, string]]
    await plant(cluster, {node: to, peer: from, slot: 5, marked: false}, [[key, 'left behind']])
    await ask(from, 'SET', key, value)
    const plan = join(folder, 'plan.json')
    const wish = [...reshard('--out', plan), '--method', 'keys']
    const refused = await run(...wish)
    expect(refused.exitCode, refused.stdout + refused.stderr).to.equal(4)
    const saved = await run(...wish, '--replace')
    expect(saved.exitCode, saved.stdout + saved.stderr).to.equal(0)
    const wrong = await run('apply', plan, '--yes', '--rate', '5')
    expect(wrong.exitCode).to.equal(2)
    expect(wrong.stderr).to.match(
      /^Error: --rate cannot be "5": it is a rate such as 20MB\/s or 5000keys\/s, or none/,
    )
    const applied = await run(
      'apply',
      plan,
      '--yes',
      '--max-pause',
      '7ms',
      '--rate',
      '100MB/s',
      '--parallel',
      '2',
    )
    expect(applied.exitCode, applied.stdout + applied.stderr).to.equal(0)
    expect(await ask(to, 'GET', key)).to.equal(value)
    const [journal = ''] = await readdir(stateFolder(env()))
    const [begun = ''] = (await readFile(join(stateFolder(env()), journal), 'utf8')).split('\n')
    expect(JSON.parse(begun)).to.deep.nested.include({
      'options.moving.maxPauseMs': 7,
      'options.moving.rate': {unit: 'bytes', perSecond: 104_857_600},
      'options.mostMoves': 2,
    })
  })

  it('saves a plan, and refuses it and says what changed if the cluster has changed', async () => {
    const plan = join(folder, 'plan.json')
    const before = await stateOf(cluster.nodes)
    const saved = await run(...reshard('--out', plan, '--pass', 'a-secret'))
    expect(saved.exitCode, saved.stderr).to.equal(0)
    expect(saved.stdout).to.contain(
      `The plan was saved; to carry it out: clustertool apply --askpass ${plan}`,
    )
    expect(await stateOf(cluster.nodes)).to.deep.equal(before)
    expect(await readFile(plan, 'utf8')).not.to.contain('a-secret')
    const [source, , third] = cluster.primaries
    const moved = await run(
      'reshard',
      source!.address,
      '--from',
      source!.address,
      '--to',
      third!.address,
      '--slot-ranges',
      '5-9',
      '--yes',
    )
    expect(moved.exitCode, moved.stderr).to.equal(0)
    await ask(source!, 'CLUSTER', 'BUMPEPOCH')
    const applied = await run('apply', plan, '--yes')
    expect(applied.exitCode).to.equal(4)
    expect(applied.stderr).to.contain(
      `slots 5-9 now belong to ${third!.address} (before: ${source!.address})`,
    )
    expect(applied.stderr).to.match(
      new RegExp(`${source!.address} now has config epoch \\d+ \\(before: 1\\)`),
    )
  })

  it('continues a plan after apply was killed, and does nothing the third time', async () => {
    const plan = join(folder, 'plan.json')
    await fill(cluster.shard(0).primary, {ranges: [{start: 0, end: 999}], keysPerSlot: 30})
    await run(...reshard('--out', plan))
    await killAtWork(['apply', plan, '--yes', '--rate', '20000keys/s'], env())
    const again = await run('apply', plan, '--yes')
    expect(again.exitCode, again.stdout + again.stderr).to.equal(0)
    expect(await ask(cluster.shard(1).primary, 'DBSIZE')).to.equal(30_000)
    const third = await run('apply', plan, '--yes')
    expect(third.exitCode, third.stderr).to.equal(0)
    expect(third.stdout).to.contain('every step of the plan has been done')
  })

  it('continues a plan when apply was killed before the source was told of the new owner', async () => {
    const plan = join(folder, 'plan.json')
    await run(...reshard('--out', plan))
    const [source, target] = cluster.primaries.map((server) => ({server, id: cluster.idOf(server)}))
    await ask(target!.server, 'CLUSTER', 'SETSLOT', '7', 'IMPORTING', source!.id)
    await ask(source!.server, 'CLUSTER', 'SETSLOT', '7', 'MIGRATING', target!.id)
    await ask(target!.server, 'CLUSTER', 'SETSLOT', '7', 'NODE', target!.id)
    const applied = await run('apply', plan, '--yes')
    expect(applied.exitCode, applied.stdout + applied.stderr).to.equal(0)
    expect((await ownersOf(cluster))[0]).to.equal('1000-5460')
  })

  it('lists what was done, and undo restores the owners exactly', async () => {
    const owners = await ownersOf(cluster)
    const done = await run(...reshard('--yes'))
    expect(done.exitCode, done.stderr).to.equal(0)
    expect(await ownersOf(cluster)).not.to.deep.equal(owners)
    const [seed] = cluster.primaries
    const shown = await run('undo', seed!.address)
    expect(shown.exitCode, shown.stderr).to.equal(0)
    expect(shown.stdout).to.contain('Nothing was changed: this was a dry run.')
    const undone = await run('undo', seed!.address, '--yes')
    expect(undone.exitCode, undone.stderr).to.equal(0)
    expect(await ownersOf(cluster)).to.deep.equal(owners)
    const history = await run('history', seed!.address, '--json')
    const {outcome} = JSON.parse(history.stdout) as {outcome: {operations: Record<string, unknown>[]}}
    expect(
      outcome.operations.map(({command, status, slotsMoved}) => [command, status, slotsMoved]),
    ).to.deep.equal([
      ['reshard', 'done', 1000],
      ['undo', 'done', 1000],
    ])
    expect((await run('history', seed!.address)).stdout).to.match(/started +command +outcome +took/)
    const nothing = await run('undo', seed!.address, '--yes')
    expect(nothing.stdout).to.contain('Nothing to undo')
  })

  it('says what is wrong with a file, and stops before it starts when nothing can be written', async () => {
    const plan = join(folder, 'plan.json')
    await run(...reshard('--out', plan))
    const text = await readFile(plan, 'utf8')
    const cases: [string, RegExp][] = [
      [text.slice(0, text.length / 2), /is not a plan of clustertool: it is truncated/],
      ['{"format": "terraform"}', /its format is "terraform"/],
      [
        text.replace('"version": 1', '"version": 9'),
        /its version is 9, but this clustertool reads version 1/,
      ],
    ]
    for (const [content, message] of cases) {
      await writeFile(plan, content)
      const result = await run('apply', plan)
      expect(result.exitCode).to.equal(2)
      expect(result.stderr).to.match(message)
    }
    const missing = await run('apply', join(folder, 'nothing.json'))
    expect(missing.exitCode).to.equal(2)
    const before = await stateOf(cluster.nodes)
    const blocked = join(folder, 'blocked')
    await writeFile(blocked, '')
    await chmod(blocked, 0o400)
    const refused = await runCli(reshard('--yes'), {env: {XDG_STATE_HOME: blocked}})
    expect(refused.exitCode).to.equal(4)
    expect(refused.stderr).to.match(/The journal in .* cannot be written/)
    expect(await stateOf(cluster.nodes)).to.deep.equal(before)
  })

  it('has nothing to resume when nothing was interrupted', async () => {
    const resumed = await run('resume', cluster.shard(0).primary.address)
    expect(resumed.exitCode, resumed.stderr).to.equal(0)
    expect(resumed.stdout).to.contain('Nothing to resume')
  })
})

async function ownersOf(cluster: TestCluster): Promise<string[]> {
  const lines = await Promise.all(
    cluster.primaries.map(async (node) => {
      const own = String(await ask(node, 'CLUSTER', 'NODES'))
        .split('\n')
        .find((line) => line.includes('myself'))
      return own?.split(' ').slice(8).join(' ') ?? ''
    }),
  )
  return lines
}

/** Runs the program until its journal says that slots are open, and kills it. */
async function killAtWork(args: string[], env: {readonly XDG_STATE_HOME: string}): Promise<void> {
  const state = join(env.XDG_STATE_HOME, 'clustertool')
  const {signal} = await runCli(args, {
    env,
    onStart: (kill) =>
      void until('slots are open', async () => /slots-opening/.test(await textIn(state))).then(() =>
        kill('SIGKILL'),
      ),
  })
  expect(signal).to.equal('SIGKILL')
}

async function textIn(path: string): Promise<string> {
  const names = await readdir(path)
  return (await Promise.all(names.map((name) => readFile(join(path, name), 'utf8')))).join('')
}
