import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFile} from 'node:fs/promises'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {connect, disconnect} from '../../src/redis/connection.js'
import {COMMANDS} from '../../src/index.js'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {PLAIN, stateOf} from '../support/node-state.js'
import {freeBasePort, TestServers} from '../support/servers.js'
import {startCli} from '../support/started-cli.js'
import {onTerminal} from '../support/terminal.js'
import {until} from '../support/until.js'

const QUESTION = "Can I set the above configuration? (type 'yes' to accept):"
const root = fileURLToPath(new URL('../..', import.meta.url))

describe('[E] commands on a healthy cluster', () => {
  let servers: TestServers
  let seed: string

  before(async () => {
    servers = await TestServers.start({count: 6})
    seed = servers.addresses[0] ?? ''
    const made = await runCli(['create', '--replicas', '1', '--yes', ...servers.addresses])
    expect(made.exitCode, made.stdout + made.stderr).to.equal(0)
    expect(made.stderr).to.equal('')
  })

  after(() => servers[Symbol.asyncDispose]())

  it('check ends with the line that scripts grep, and writes nothing to stderr', async () => {
    const {exitCode, stdout, stderr} = await runCli(['check', seed])
    expect(exitCode).to.equal(0)
    expect(stderr).to.equal('')
    expect(stdout.trimEnd().split('\n').at(-1)).to.equal('[OK] All 16384 slots covered.')
    expect(stdout).to.contain('[OK] All nodes agree about slots configuration.')
    expect(stdout).not.to.contain('\u001B[')
  })

  it('check accepts host and port as two words, and a URL', async () => {
    const {host, port} = servers.node(0)
    expect((await runCli(['check', host, String(port)])).exitCode).to.equal(0)
    expect((await runCli(['check', `redis://${seed}`])).exitCode).to.equal(0)
  })

  it('check does not take a missing port from stdin', async () => {
    const {exitCode, stderr} = await runCli(['check', '127.0.0.1'], {input: `${servers.node(0).port}\n`})
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('it has no port')
  })

  it('check --search-multiple-owners says that there are none', async () => {
    const {exitCode, stdout} = await runCli(['check', seed, '--search-multiple-owners'])
    expect(exitCode).to.equal(0)
    expect(stdout.trimEnd().split('\n').at(-1)).to.equal('[OK] No multiple owners found.')
  })

  it('check --json is one document with the same facts', async () => {
    const {exitCode, stdout, stderr} = await runCli(['check', seed, '--json'])
    const {schema, command, outcome} = JSON.parse(stdout) as {
      schema: number
      command: string
      outcome: {status: string; nodes: unknown[]; shards: {slotCount: number}[]; verdicts: {covered: boolean}}
    }
    expect({exitCode, stderr, schema, command, status: outcome.status}).to.deep.equal({
      exitCode: 0,
      stderr: '',
      schema: 1,
      command: 'check',
      status: 'healthy',
    })
    expect(outcome.nodes).to.have.length(6)
    expect(outcome.shards.map(({slotCount}) => slotCount)).to.deep.equal([5461, 5462, 5461])
    expect(outcome.verdicts.covered).to.equal(true)
  })

  it('info counts the keys', async () => {
    const redis = await connect(servers.node(0), PLAIN)
    await redis.call('SET', '{06S}a', '1')
    disconnect(redis)
    const {exitCode, stdout} = await runCli(['info', seed])
    expect(exitCode).to.equal(0)
    expect(stdout).to.contain('[OK] 1 keys in 3 primaries.')
    const json = JSON.parse((await runCli(['info', seed, '--json'])).stdout) as {
      outcome: {totals: {keys: number}}
    }
    expect(json.outcome.totals.keys).to.equal(1)
  })

  it('slot prints the slots of keys from arguments, from stdin and of any bytes', async () => {
    expect((await runCli(['slot', 'foo', '{foo}bar'])).stdout).to.equal(
      '12182\tfoo\tfoo\n12182\t{foo}bar\tfoo\n',
    )
    expect((await runCli(['slot'], {input: 'foo\n{foo}bar'})).stdout).to.match(/^12182\tfoo.*\n12182\t/)
    const bytes = Buffer.from([0x66, 0x00, 0xff])
    const [fromStdin, fromHex] = await Promise.all([
      runCli(['slot', '--json'], {input: bytes}),
      runCli(['slot', '--hex', bytes.toString('hex'), '--json']),
    ])
    expect(fromStdin.stdout).to.equal(fromHex.stdout)
    expect(fromHex.stdout).to.contain('"hex": "6600ff"')
  })

  it('slot --node names the owner that the server itself names', async () => {
    const {stdout} = await runCli(['slot', 'foo', '--node', seed])
    const [slot, , , owner] = stdout.trim().split('\t')
    expect(slot).to.equal('12182')
    expect(owner).to.equal(servers.addresses[2])
  })

  it('a reader that goes away does not cause an error', async () => {
    const child = spawn('sh', ['-c', `"${process.execPath}" bin/run.js check ${seed} | head -n 1`], {
      cwd: root,
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    await once(child, 'close')
    expect(output.trim().split('\n')).to.have.length(1)
  })

  it('create again has nothing to do', async () => {
    const before = await stateOf(servers.nodes)
    const {exitCode, stdout} = await runCli(['create', '--replicas', '1', '--yes', ...servers.addresses])
    expect(exitCode, stdout).to.equal(0)
    expect(stdout).to.match(/^Nothing to do/)
    expect(await stateOf(servers.nodes)).to.deep.equal(before)
  })
})

describe('[E] create asks', () => {
  for (const [how, input] of [
    ['a line', 'yes\n'],
    ['a word without newline', 'yes'],
  ] as const) {
    it(`and takes ${how} from a pipe`, async () => {
      await using servers = await TestServers.start({count: 3})
      const {exitCode, stdout, stderr} = await runCli(['create', ...servers.addresses], {input})
      expect(exitCode, stdout + stderr).to.equal(0)
      expect(stderr).to.equal('')
      expect(stdout).to.contain(QUESTION)
      expect(stdout).to.match(/0-5460 \(5461\)/)
      expect(stdout).to.match(
        /\nCreated a cluster of 3 shards with 0 replicas in all\. The cluster is healthy[.;]/,
      )
    })
  }

  it('on a terminal, and makes the cluster after yes', async () => {
    await using servers = await TestServers.start({count: 3})
    const terminal = onTerminal(['create', ...servers.addresses])
    await terminal.shows(QUESTION)
    terminal.type('yes\r')
    await terminal.shows('The cluster is healthy', 15_000)
    expect(await terminal.ended, terminal.screen()).to.equal(0)
  })

  it('on a terminal, and does nothing after no', async () => {
    await using servers = await TestServers.start({count: 3})
    const before = await stateOf(servers.nodes)
    const terminal = onTerminal(['create', ...servers.addresses])
    await terminal.shows(QUESTION)
    terminal.type('no\r')
    expect(await terminal.ended, terminal.screen()).to.equal(130)
    expect(await stateOf(servers.nodes)).to.deep.equal(before)
  })

  it('on a terminal, and does nothing after Ctrl-C', async () => {
    await using servers = await TestServers.start({count: 3})
    const before = await stateOf(servers.nodes)
    const terminal = onTerminal(['create', ...servers.addresses])
    await terminal.shows(QUESTION)
    terminal.type('\u0003')
    expect(await terminal.ended, terminal.screen()).to.equal(130)
    expect(terminal.screen()).not.to.match(/^\s+at /m)
    expect(await stateOf(servers.nodes)).to.deep.equal(before)
  })

  it('not with --dry-run, which changes nothing', async () => {
    await using servers = await TestServers.start({count: 6})
    const before = await stateOf(servers.nodes)
    const text = await runCli(['create', '--replicas', '1', '--dry-run', ...servers.addresses])
    expect(text.exitCode).to.equal(0)
    expect(text.stdout).to.contain('Nothing was changed: this was a dry run.')
    const json = await runCli(['create', '--replicas', '1', '--dry-run', '--json', ...servers.addresses])
    const {outcome} = JSON.parse(json.stdout) as {outcome: {status: string; plan: {steps: {kind: string}[]}}}
    expect(outcome.status).to.equal('planned')
    expect([...new Set(outcome.plan.steps.map(({kind}) => kind))]).to.deep.equal([
      'assign-slots',
      'set-epoch',
      'meet',
      'replicate',
      'agree',
    ])
    expect(await stateOf(servers.nodes)).to.deep.equal(before)
  })

  it('and stops at the next safe point after SIGINT, so that it can be run again', async () => {
    await using servers = await TestServers.start({count: 6})
    const args = ['create', '--replicas', '1', '--yes', ...servers.addresses]
    const run = await startCli(args)
    await until('slots are assigned', async () => {
      const info = String(await ask(servers.nodes[0]!, 'CLUSTER', 'INFO'))
      return !info.includes('cluster_slots_assigned:0')
    })
    run.kill('SIGINT')
    const {exitCode, stdout} = await run.result
    expect(exitCode, stdout).to.equal(6)
    expect(stdout).to.contain('run the same create again')
    const again = await runCli(args)
    expect(again.exitCode, again.stdout + again.stderr).to.equal(0)
  })
})

describe('[E] local', () => {
  it('starts, is started again, keeps data over a stop, and cleans up', async () => {
    const dir = join(await mkdtemp(join(tmpdir(), 'clustertool-e2e-')), 'cluster')
    const port = await freeBasePort(3)
    const local = (...args: string[]) => runCli(['local', ...args, '--dir', dir])
    const start = ['start', '--nodes', '3', '--replicas', '0', '--port', String(port)]
    try {
      const first = await local(...start)
      expect(first.exitCode, first.stdout + first.stderr).to.equal(0)
      expect((await local(...start)).stdout).to.contain('All servers were already running')
      await ask(port, 'SET', '{06S}a', 'kept')
      expect((await local('stop')).stdout).to.contain('Stopped 3 servers')
      expect((await local('status')).stdout).to.match(/stopped/)
      const again = await local(...start)
      expect(again.exitCode, again.stdout + again.stderr).to.equal(0)
      expect(again.stdout.trimEnd().split('\n').at(-1)).to.match(/^The cluster is healthy[.;]/)
      expect(await ask(port, 'GET', '{06S}a')).to.equal('kept')
      const status = JSON.parse((await local('status', '--json')).stdout) as {
        outcome: {nodes: {running: boolean}[]}
      }
      expect(status.outcome.nodes.map(({running}) => running)).to.deep.equal([true, true, true])
    } finally {
      expect((await local('clean')).exitCode).to.equal(0)
      await rm(join(dir, '..'), {recursive: true})
    }
  })

  async function ask(port: number, ...command: [string, ...string[]]): Promise<unknown> {
    const redis = await connect({host: '127.0.0.1', port}, PLAIN)
    const reply = await redis.call(...command)
    disconnect(redis)
    return reply
  }
})

describe('[E] the package', () => {
  it('has help for every command', async () => {
    for (const id of Object.keys(COMMANDS)) {
      const {exitCode, stdout, stderr} = await runCli([...id.split(':'), '--help'])
      expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
      expect(stdout).to.contain('USAGE')
    }
  })

  it('has a manifest of these commands and flags', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'oclif.manifest.json'), 'utf8')) as {
      commands: Record<string, {summary: string; flags: Record<string, unknown>}>
    }
    expect(Object.keys(manifest.commands).toSorted()).to.deep.equal(Object.keys(COMMANDS).toSorted())
    for (const [id, command] of Object.entries(COMMANDS)) {
      expect(manifest.commands[id]?.summary).to.equal(command.summary)
      expect(Object.keys(manifest.commands[id]?.flags ?? {})).to.include.members(Object.keys(command.flags))
    }
  })

  it('prints its version', async () => {
    const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {version: string}
    expect((await runCli(['--version'])).stdout).to.contain(`clustertool/${version}`)
  })
})
