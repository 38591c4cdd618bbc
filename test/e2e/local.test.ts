import {execFileSync} from 'node:child_process'
import {mkdtemp, rm, stat} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {serverPrograms} from '../support/matrix.js'
import {type CliOptions, type CliResult, runCli} from '../support/cli.js'
import {freeBasePort} from '../support/servers.js'

type Access = {
  readonly address: string
  readonly user?: string
  readonly passwordFile?: string
  readonly cacert?: string
}
type Check = {
  readonly findings: readonly {readonly code: string}[]
  readonly nodes: readonly {
    readonly id: string
    readonly host: string
    readonly role: string
    readonly version: string
    readonly primaryId?: string
    readonly zone?: string
  }[]
}

/** A folder for a local cluster, and commands about it. Disposing stops its servers. */
class LocalFolder implements AsyncDisposable {
  readonly dir: string
  readonly port: number

  private constructor(dir: string, port: number) {
    this.dir = dir
    this.port = port
  }

  static async make(): Promise<LocalFolder> {
    const dir = join(await mkdtemp(join(tmpdir(), 'clustertool-e2e-')), 'a cluster')
    return new LocalFolder(dir, await freeBasePort(6))
  }

  start(flags: readonly string[] = [], options: CliOptions = {}): Promise<CliResult> {
    return runCli(['local', 'start', '--dir', this.dir, ...flags], {limitMs: 60_000, ...options})
  }

  /** Starts it for the first time; fails if that fails. */
  async startNew(...flags: readonly string[]): Promise<string> {
    const {exitCode, stdout, stderr} = await this.start(['--port', String(this.port), ...flags])
    expect(exitCode, stdout + stderr).to.equal(0)
    return stdout
  }

  async access(): Promise<Access> {
    const {stdout} = await runCli(['local', 'status', '--dir', this.dir, '--json'])
    return (JSON.parse(stdout) as {outcome: {access: Access}}).outcome.access
  }

  async check(...flags: readonly string[]): Promise<Check> {
    const {address} = await this.access()
    const {stdout} = await runCli(['check', address, '--json', ...flags])
    return (JSON.parse(stdout) as {outcome: Check}).outcome
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await runCli(['local', 'clean', '--dir', this.dir])
    await rm(join(this.dir, '..'), {recursive: true})
  }
}

/** Runs a line that the output told the user to paste, and then prints a variable. */
function pasted(line: string, variable: string): string {
  return execFileSync('bash', ['-c', `${line}; printf %s "$${variable}"`], {encoding: 'utf8'})
}

describe('[E] local start', () => {
  it('with TLS and an ACL user says how to connect, in words that work', async () => {
    await using local = await LocalFolder.make()
    const size = ['--nodes', '3', '--replicas', '0']
    const stdout = await local.startNew(...size, '--tls', '--acl')
    const flags = /^Flags to connect: (.*)$/m.exec(stdout)?.[1] ?? ''
    const password = pasted(/: (export .*)$/m.exec(stdout)?.[1] ?? '', 'REDISCLI_AUTH')
    expect(password).to.match(/^[\da-f]{32}$/)
    expect(stdout).not.to.contain(password)
    const {address, passwordFile = '', cacert = ''} = await local.access()
    const command = `"${process.execPath}" bin/run.js check ${address} ${flags}`
    const env = {...process.env, REDISCLI_AUTH: password}
    expect(execFileSync('bash', ['-c', command], {encoding: 'utf8', env})).to.contain('16384 slots covered')
    for (const file of [
      passwordFile,
      join(cacert, '../node.key'),
      join(local.dir, `${local.port}/server.conf`),
    ]) {
      expect((await stat(file)).mode & 0o777, file).to.equal(0o600)
    }
    const without = await runCli(['check', address])
    expect(without.exitCode).to.equal(5)
    expect(execFileSync('ps', ['axww', '-o', 'args='], {encoding: 'utf8'})).not.to.contain(password)

    expect((await runCli(['local', 'stop', '--dir', local.dir])).exitCode).to.equal(0)
    const again = await local.start()
    expect(again.exitCode, again.stderr).to.equal(0)
    expect(again.stdout).to.contain('Started 3 servers').and.to.contain(`Flags to connect: ${flags}\n`)
    const {stdout: document} = await local.start(['--json'])
    const commands = [...document.matchAll(/clustertool add-node [^"]*/g)].map(([line]) => line)
    expect(commands.length, document).to.be.greaterThan(0)
    for (const line of commands) expect(line).to.contain('--cacert')
    const other = await local.start(['--nodes', '6', '--zones', '2', '--password', 'x'])
    expect(other.exitCode).to.equal(4)
    expect(other.stderr).to.match(
      /was started with --nodes 3, no --zones, another --password; clean it first/,
    )
    expect((await runCli(['local', 'clean', '--dir', local.dir])).exitCode).to.equal(0)
    expect(await stat(local.dir).catch(() => undefined)).to.equal(undefined)
    await local.startNew(...size)
  }).timeout(120_000)

  it('with a password takes it from clients and nodes', async () => {
    await using local = await LocalFolder.make()
    const password = String.raw`pa"ss\word$1`
    const stdout = await local.startNew('--nodes', '2', '--replicas', '1', '--password', password)
    expect(stdout).not.to.contain('Flags to connect').and.not.to.contain(password)
    expect(pasted(/: (export .*)$/m.exec(stdout)?.[1] ?? '', 'REDISCLI_AUTH')).to.equal(password)
    expect((await local.check('--pass', password)).findings.map(({code}) => code)).to.deep.equal([
      'replica-beside-primary',
    ])
    expect((await local.start(['--password', password])).exitCode).to.equal(0)
    expect((await local.start(['--password', 'wrong'])).exitCode).to.equal(4)
  }).timeout(120_000)

  it('with zones has hosts, so that nothing can be said against the placement', async () => {
    await using local = await LocalFolder.make()
    await local.startNew('--zones', '3')
    const {findings, nodes} = await local.check()
    expect(findings).to.deep.equal([])
    expect(nodes.map(({host}) => host)).to.have.members([1, 1, 2, 2, 3, 3].map((zone) => `127.0.0.${zone}`))
    expect((await local.start(['--zones', '3'])).stdout).to.contain('All servers were already running')
  }).timeout(120_000)

  const programs = serverPrograms()
  const named = (name: string) => programs.find((program) => program.name === name)?.path

  if (named('Valkey 9.1')) {
    it('with zones tells Valkey servers their zone', async () => {
      await using local = await LocalFolder.make()
      await local.startNew(
        '--zones',
        '2',
        '--nodes',
        '2',
        '--replicas',
        '1',
        '--server',
        named('Valkey 9.1') ?? '',
      )
      const {nodes} = await local.check()
      expect(nodes.map(({zone}) => zone)).to.have.members(['zone-1', 'zone-2'])
    }).timeout(120_000)
  } else it.skip('with zones: needs Valkey 9.1')

  const [older, newer] = [named('Redis 6.0'), named('Redis 7.0')]
  if (older && newer) {
    it('with several programs gives replicas the newer one, and remembers which is where', async () => {
      await using local = await LocalFolder.make()
      const stdout = await local.startNew('--servers', `${newer},${older}`)
      expect(stdout).to.match(/^Server: .* \(redis 6\.0\.\d+\), ports /m)
      const versions = async () =>
        (await local.check()).nodes.map(({role, version}) => `${role} ${version.slice(0, 3)}`).toSorted()
      const expected = [
        'primary 6.0',
        'primary 6.0',
        'primary 6.0',
        'replica 7.0',
        'replica 7.0',
        'replica 7.0',
      ]
      expect(await versions()).to.deep.equal(expected)
      await runCli(['local', 'stop', '--dir', local.dir])
      expect((await local.start()).exitCode).to.equal(0)
      expect(await versions()).to.deep.equal(expected)
      const other = await local.start(['--server', newer])
      expect([other.exitCode, other.stderr]).to.satisfy(
        ([code, words]: [number, string]) =>
          code === 4 && words.includes('holds a local cluster of several programs'),
      )
    }).timeout(120_000)
  } else it.skip('with several programs: needs Redis 6.0 and 7.0')

  const [redis8, valkey9] = [named('Redis 8.6'), named('Valkey 9.1')]
  if (redis8 && valkey9) {
    it('refuses programs that do not understand each other', async () => {
      await using local = await LocalFolder.make()
      const {exitCode, stderr} = await local.start(['--servers', `${redis8},${valkey9}`])
      expect(exitCode).to.equal(4)
      expect(stderr).to.match(/^Error: Valkey 9\.1\.\d+ and Redis 8\.6\.\d+ cannot be in one cluster; /)
      expect(await stat(local.dir).catch(() => undefined)).to.equal(undefined)
    })
  } else it.skip('refuses programs: needs Redis 8.6 and Valkey 9.1')

  it('says so in one sentence if it cannot make certificates, and leaves nothing', async () => {
    await using local = await LocalFolder.make()
    const [program] = programs
    const {exitCode, stderr} = await local.start(['--tls', '--server', program?.path ?? ''], {
      env: {PATH: '/nowhere'},
    })
    expect(exitCode).to.equal(4)
    expect(stderr).to.match(/^Error: --tls makes certificates with openssl, and there is no openssl on PATH/)
    expect(await stat(local.dir).catch(() => undefined)).to.equal(undefined)
  })

  it('refuses flags that make no sense', async () => {
    await using local = await LocalFolder.make()
    const results = await Promise.all(
      [
        ['--servers', 'redis-server'],
        ['--servers', 'a,b', '--server', 'c'],
        ['--zones', '3', '--nodes', '2'],
        ['--zones', '1'],
        ['--password', ''],
        ['--password', 'two words'],
      ].map((flags) => local.start(flags)),
    )
    expect(results.map(({exitCode}) => exitCode)).to.deep.equal([2, 2, 2, 2, 2, 2])
    expect(results[0]?.stderr).to.contain('--servers takes two programs or more')
    expect(await stat(local.dir).catch(() => undefined)).to.equal(undefined)
  })
})
