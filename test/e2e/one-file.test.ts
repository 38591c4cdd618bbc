import {existsSync} from 'node:fs'
import {mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {expect} from 'chai'
import {makeProgram} from '../../scripts/package/make.mjs'
import {runCli} from '../support/cli.js'
import {TestServers} from '../support/servers.js'
import {onTerminal} from '../support/terminal.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const NODE = `${ROOT}.nodes/bin/node-24`

describe('[E] one file that needs no Node.js', () => {
  let folder: string
  let program: string

  before(async function () {
    if (!existsSync(NODE) || process.platform !== 'linux') {
      const message = `${NODE} is missing; bash scripts/node-versions.sh .nodes fetches it`
      if (process.env['CI'] === 'true') throw new Error(message)
      process.stderr.write(`*** skipped: ${message} ***\n`)
      this.skip()
    }
    folder = await mkdtemp(join(tmpdir(), 'clustertool-one-file-'))
    // In a folder without any other file of the project, under another name.
    program = join(folder, 'ct')
    makeProgram(program, {node: NODE})
  })

  after(async () => {
    if (folder) await rm(folder, {recursive: true})
  })

  /** Runs the program where PATH has no Node.js. */
  async function run(
    args: readonly string[],
    options: {readonly as?: string; readonly env?: NodeJS.ProcessEnv} = {},
  ) {
    const env = {
      PATH: '/nowhere',
      HOME: folder,
      XDG_STATE_HOME: process.env['XDG_STATE_HOME'],
      ...options.env,
    }
    const ended = promisify(execFile)(options.as ?? program, args, {env, cwd: folder})
    return ended.then(
      ({stdout, stderr}) => ({code: 0, stdout, stderr}),
      ({code, stdout, stderr}: {code: number; stdout: string; stderr: string}) => ({code, stdout, stderr}),
    )
  }

  it('says its version and helps', async () => {
    const {version} = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {version: string}
    expect((await run(['--version'])).stdout).to.match(new RegExp(`^clustertool/${version} linux-`))
    expect((await run(['--help'])).stdout).to.equal((await runCli(['--help'], {node: NODE})).stdout)
    expect((await run(['reshard', '--help'])).stdout).to.equal((await runCli(['reshard', '--help'])).stdout)
    expect(await run(['chek'])).to.deep.include({code: 2, stdout: ''})
  })

  it('has the completions', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const {stdout} = await run(['completion', shell])
      expect(stdout).to.equal(await readFile(join(ROOT, 'completions', `clustertool.${shell}`), 'utf8'))
    }
  })

  it('offers what this machine knows', async () => {
    const config = join(folder, 'one.toml')
    await writeFile(config, '[profiles.one]\nseeds = ["10.0.0.1:7000"]\n')
    expect(await run(['complete', 'node', '@o'], {env: {CLUSTERTOOL_CONFIG: config}})).to.deep.equal({
      code: 0,
      stdout: '@one\tprofile: 10.0.0.1:7000\n',
      stderr: '',
    })
  })

  it('makes, checks and changes a cluster', async () => {
    await using servers = await TestServers.start({count: 3})
    const [seed = '', other = ''] = servers.addresses
    expect(await run(['create', ...servers.addresses, '--yes'])).to.deep.include({code: 0, stderr: ''})
    const check = await run(['check', seed, '--json'])
    expect(JSON.parse(check.stdout)).to.have.nested.property('outcome.status', 'healthy')
    const move = await run([
      'reshard',
      seed,
      '--from',
      seed,
      '--to',
      other,
      '--slots',
      '10',
      '--yes',
      '--json',
    ])
    expect(JSON.parse(move.stdout)).to.have.nested.property('outcome.status', 'done')
    const metrics = await run(['metrics', seed])
    expect(metrics).to.deep.include({code: 0, stderr: ''})
    expect(metrics.stdout).to.contain('\nclustertool_up 1\n')
  })

  it('asks and shows progress on a terminal, for which it loads more code', async () => {
    await using servers = await TestServers.start({count: 3})
    const terminal = onTerminal(['create', ...servers.addresses], [program])
    await terminal.shows("'yes'")
    terminal.type('yes\r')
    expect(await terminal.ended, terminal.screen()).to.equal(0)
    expect(terminal.screen()).to.contain('The cluster is healthy')
  })

  it('takes the place of older tools, by a shim or by its name', async () => {
    await using servers = await TestServers.start({count: 3})
    const [seed = ''] = servers.addresses
    await run(['create', ...servers.addresses, '--yes'])
    await run(['shim', join(folder, 'shims')])
    const shim = join(folder, 'shims', 'redis-cli')
    expect((await run(['--cluster', 'check', seed], {as: shim})).stdout).to.match(
      /All 16384 slots covered\.\n$/,
    )
    await symlink(program, join(folder, 'redis-trib.rb'))
    const trib = await run(['check', seed], {as: join(folder, 'redis-trib.rb')})
    expect(trib.stdout).to.match(/^>>> Performing Cluster Check/)
  })

  it('does not mind what is meant for other programs of Node.js', async () => {
    const env = {NODE_OPTIONS: '--require ./missing.js'}
    expect(await run(['--version'], {env})).to.deep.include({code: 0, stderr: ''})
  })
})
