import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {type CliResult, runCli} from '../../support/cli.js'
import {contentOf, differences} from '../../support/dataset.js'
import {fillCluster} from '../../support/fill-cluster.js'
import {TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

const SLOTS = 4000

describe('[E] messages about a move that is running or was stopped', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let folder: string
  let seed: string
  const run = (...args: string[]): Promise<CliResult> => runCli(args, {env: {XDG_STATE_HOME: folder}})

  beforeEach(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    await fillCluster(cluster, 1500)
    folder = await mkdtemp(join(tmpdir(), 'clustertool-words-'))
    seed = cluster.shard(0).primary.address
  })
  afterEach(async () => {
    await cluster[Symbol.asyncDispose]()
    await rm(folder, {recursive: true, force: true})
  })

  /** Moves slots key by key, a few at a time. `atWork` is called when slots have moved and others are open. */
  function reshard(atWork: (kill: (signal: NodeJS.Signals) => void) => void): Promise<CliResult> {
    const to = cluster.shard(1).primary.address
    const moves = ['reshard', seed, '--from', seed, '--to', to, '--slots', `${SLOTS}`, '--method', 'keys']
    return runCli([...moves, '--window', '4', '--yes'], {
      env: {XDG_STATE_HOME: folder},
      limitMs: 50_000,
      onStart: (kill) =>
        void until('slots have moved', async () => /slots-moved/.test(await journals()), 20_000).then(() =>
          atWork(kill),
        ),
    })
  }

  async function journals(): Promise<string> {
    const state = join(folder, 'clustertool')
    // The socket of the operation is there, too, and cannot be read.
    const names = (await readdir(state)).filter((name) => name.endsWith('.jsonl'))
    return (await Promise.all(names.map((name) => readFile(join(state, name), 'utf8')))).join('')
  }

  it('Ctrl-C ends with Stopped after the nodes agree, without temporary findings', async () => {
    const content = await contentOf(cluster.primaries)
    const {exitCode, stdout, stderr} = await reshard((kill) => kill('SIGINT'))
    expect(exitCode, stdout + stderr).to.equal(6)
    expect(stdout).to.match(/^Stopped after \d+ of 4000 slots, as requested; no slot is left open\.$/m)
    expect(stdout).not.to.match(/Failed:|Incomplete:|\[ERR\]|views-disagree|slots-open/)
    expect(stdout).to.contain(`To continue: clustertool resume ${seed}`)
    expect(differences(content, await contentOf(cluster.primaries))).to.deep.equal([])
    const resumed = await run('resume', seed, '--yes')
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).to.equal(0)
    expect(differences(content, await contentOf(cluster.primaries))).to.deep.equal([])
  })

  it('check reports a suspended move, and no errors about its open slots', async () => {
    let go: (() => void) | undefined
    const moving = reshard((kill) => {
      kill('SIGSTOP')
      go = () => kill('SIGCONT')
    })
    await until('it is suspended', () => go !== undefined, 30_000)
    try {
      await until('slots are open', async () => (await openSlots()) > 0, 3000)
      const {exitCode, stdout} = await run('check', seed)
      expect(exitCode, stdout).to.equal(0)
      expect(stdout).to.match(
        /info change-under-way: reshard is suspended on \S+, process \d+, since \S+; \d+ of 4000 slots moved\./,
      )
      expect(stdout).not.to.match(/^error|\[ERR\]|clustertool fix/m)
      const old = await run('--cluster', 'check', seed)
      expect(old.exitCode, 'an older spelling tells open slots as its tool does').to.equal(1)
      await expectStranger()
    } finally {
      go?.()
    }
    const {exitCode, stdout, stderr} = await moving
    expect(exitCode, stdout + stderr).to.equal(0)
    const after = await run('check', seed)
    expect(after.stdout).not.to.contain('change-under-way')
  })

  /** A slot that another operator opens in the meantime is still an error. */
  async function expectStranger(): Promise<void> {
    const [, , third] = cluster.primaries
    if (!third) throw new Error('too few primaries')
    await ask(third, 'CLUSTER', 'SETSLOT', 16_000, 'MIGRATING', cluster.idOf(cluster.shard(0).primary))
    const {exitCode, stdout} = await run('check', seed)
    expect(exitCode, stdout).to.equal(3)
    expect(stdout).to.match(/error slots-open: \S+ has slot 16000 marked as migrating/)
    expect(stdout.match(/^error/gm)).to.have.length(1)
    await ask(third, 'CLUSTER', 'SETSLOT', 16_000, 'STABLE')
  }

  async function openSlots(): Promise<number> {
    return String(await ask(cluster.shard(0).primary, 'CLUSTER', 'NODES')).match(/->-/g)?.length ?? 0
  }

  it('reshard returns although a replica has no link to its primary', async () => {
    await using replicated = await TestCluster.start({count: 6, replicas: 1})
    const [from, to] = replicated.primaries
    if (!from || !to) throw new Error('too few primaries')
    // The replica logs in with a wrong password, so the link goes down at the next attempt and stays down.
    await ask(replicated.replica(0), 'CONFIG', 'SET', 'masterauth', 'wrong')
    await ask(from, 'CONFIG', 'SET', 'requirepass', 'right')
    await ask(replicated.replica(0), 'CLIENT', 'KILL', 'TYPE', 'master')
    await until('the link is down', async () =>
      String(await ask(replicated.replica(0), 'INFO', 'replication')).includes('master_link_status:down'),
    )
    const wish = [
      '--cluster-from',
      replicated.idOf(from),
      '--cluster-to',
      replicated.idOf(to),
      '--cluster-slots',
      '5',
    ]
    const {exitCode, stdout, stderr, milliseconds} = await runCli(
      ['--cluster', 'reshard', to.address, ...wish, '--cluster-yes', '-a', 'right'],
      {limitMs: 50_000},
    )
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(milliseconds).to.be.below(30_000)
  })
})
