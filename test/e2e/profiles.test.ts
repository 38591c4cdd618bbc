import {execFileSync} from 'node:child_process'
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {parseAddress} from '../../src/domain/address.js'
import {loadTls} from '../../src/redis/tls.js'
import {makeCertificates, type TlsFiles} from '../support/certificates.js'
import {ask} from '../support/ask.js'
import {type CliOptions, type CliResult, runCli} from '../support/cli.js'
import {TestServers} from '../support/servers.js'
import {PLAIN, TestCluster} from '../support/test-cluster.js'
import {startCli} from '../support/started-cli.js'
import {until} from '../support/until.js'

/** It must not be found anywhere but where the tests write it. */
const SECRET = 'marker-Zx81-secret'
const ANNOUNCED = '127.0.0.2'

// A cluster with TLS and client certificates, ACL users, and nodes that announce an address that is mapped.
describe('[E] profiles', () => {
  let folder: string
  let tls: TlsFiles
  let cluster: TestCluster
  let plain: TestCluster
  let dead: TestServers
  const state = () => join(folder, 'state')
  const config = () => join(folder, 'clustertool', 'config.toml')

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-profiles-'))
    await mkdir(join(folder, 'clustertool'))
    tls = await makeCertificates(folder)
    const users = [
      ...['--user', 'default', 'off', '--user', 'operator', 'on', `>${SECRET}`, '~*', '&*', '+@all'],
      ...['--masteruser', 'operator', '--masterauth', SECRET],
    ]
    const bound = ['--bind', '127.0.0.1', ANNOUNCED, '--cluster-announce-ip', ANNOUNCED]
    const files = {cacert: tls.ca, cert: tls.cert, key: tls.key, cacertdir: undefined, sni: undefined}
    ;[cluster, plain, dead] = await Promise.all([
      TestCluster.start({
        count: 3,
        replicas: 0,
        tls,
        args: [...users, ...bound],
        connection: {
          ...PLAIN,
          user: 'operator',
          password: SECRET,
          tls: await loadTls({...files, insecure: false}),
          addressMap: [
            {announced: {host: ANNOUNCED, port: undefined}, reachable: {host: '127.0.0.1', port: undefined}},
          ],
        },
      }),
      TestCluster.start({count: 3, replicas: 0}),
      TestServers.start({count: 1}),
    ])
    await dead.node(0).kill()
    await writeFile(join(folder, 'password'), `${SECRET}\n`, {mode: 0o600})
    await configure()
  })

  after(async () => {
    await Promise.all([cluster, plain, dead].map((servers) => servers[Symbol.asyncDispose]()))
    await rm(folder, {recursive: true})
  })

  beforeEach(() => configure())

  /** The configuration file; `more`: lines of the profile prod. */
  async function configure(more = 'password-file = "../password"', top = ''): Promise<void> {
    const seeds = [dead.node(0), cluster.shard(1).primary].map(({port}) => `"127.0.0.1:${port}"`)
    const text = `
      ${top}
      [profiles.prod]
      seeds = [${seeds.join(', ')}]
      user = "operator"
      ${more}
      tls = true
      cacert = "../ca.crt"
      cert = "../node.crt"
      key = "../node.key"
      address-map = ["${ANNOUNCED}=127.0.0.1"]
      zones = ["${ANNOUNCED}=east"]
      [profiles.plain]
      seeds = ["127.0.0.1:${dead.node(0).port}", "${plain.shard(0).primary.address}"]
      max-pause = 7
    `
    await rm(config(), {force: true})
    await writeFile(config(), text, {mode: 0o600})
  }

  function run(line: string, {env, ...options}: CliOptions = {}): Promise<CliResult> {
    const places = {XDG_CONFIG_HOME: folder, XDG_STATE_HOME: state()}
    return runCli(line.split(' '), {...options, env: {...places, ...env}})
  }

  const seed = () => `127.0.0.1:${cluster.shard(1).primary.port}`

  it('make one word of TLS, an ACL user, an address map and two seeds of which one is dead', async () => {
    const {exitCode, stdout, stderr, milliseconds} = await run('check @prod')
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(stdout).to.contain(`using node ${seed()}`).and.to.contain('[OK] All 16384 slots covered.')
    expect(stdout).to.match(/clustertool add-node NEW_HOST:PORT @prod --replica/)
    expect(stdout).not.to.match(/clustertool \S+ [^@\n]*--cacert/)
    expect(stdout).to.contain(' east ')
    expect(milliseconds).to.be.below(3000)
    const without = await run(`check ${seed()} --command-timeout 500`)
    expect(without.exitCode).to.equal(5)
  })

  it('are used by a command without a node if one is the default', async () => {
    const none = await run('info')
    expect(none.exitCode).to.equal(2)
    expect(none.stderr).to.match(/No node was named\.\n .*@prod, @plain/)
    await configure(undefined, 'default = "prod"')
    expect((await run('info')).exitCode).to.equal(0)
    const inEnv = await run('info', {env: {CLUSTERTOOL_PROFILE: 'plain'}})
    expect(inEnv.stdout).to.contain(plain.shard(0).primary.address)
    const node = await run('info', {env: {CLUSTERTOOL_NODE: `127.0.0.1:1,${plain.shard(1).primary.address}`}})
    expect(node.stdout).to.contain(plain.shard(0).primary.address)
    const both = await run('info', {env: {CLUSTERTOOL_PROFILE: 'plain', CLUSTERTOOL_NODE: seed()}})
    expect([both.exitCode, both.stderr]).to.deep.equal([
      2,
      'Error: CLUSTERTOOL_NODE and CLUSTERTOOL_PROFILE are both set, and each names a cluster.\n' +
        '  Unset one of them, or name a node or a profile in the command.\n',
    ])
  })

  it('stand for the cluster in commands with other words, too', async () => {
    await configure(undefined, 'default = "prod"')
    const primary = cluster.shard(0).primary
    const dir = join(folder, 'backup')
    const lines: readonly (readonly [line: string, exitCode: number, says: RegExp])[] = [
      ['slot foo --node @prod', 0, new RegExp(`${ANNOUNCED}|127.0.0.1`)],
      ['call @prod PING', 0, /PONG/],
      ['call PING', 2, /"PING" is not the address of a node|No command/],
      ['config get @prod maxmemory', 0, /All 3 nodes have maxmemory 0/],
      ['config get maxmemory', 0, /All 3 nodes have maxmemory 0/],
      ['config set @prod maxmemory 100000000 --no-rewrite', 0, /maxmemory/],
      ['config set maxmemory 0 --no-rewrite', 0, /maxmemory/],
      ['history', 0, /./],
      [`backup ${dir}`, 0, /./],
      [`backup ${seed()}`, 2, /a node of the cluster and a folder/],
      [`verify ${dir} @prod`, 0, /\[OK\]/],
      [`add-node ${dead.node(0).address} @prod`, 5, /cannot be reached/],
      [`add-node ${dead.node(0).address}`, 2, /one or more new nodes and then a node of the cluster/],
      [`del-node @prod ${cluster.idOf(primary)} --yes`, 4, /is not empty/],
      ['rebalance @prod --dry-run', 0, /No rebalancing needed/],
      ['reshard @prod 7000', 2, /@prod is a profile, and "7000" is one word too many/],
      ['check @pord', 2, /There is no profile "pord".*prod.*\n {2}Did you mean @prod\?/],
      ['check @', 2, /"@" names no profile/],
    ]
    for (const [line, exitCode, says] of lines) {
      const result = await run(line)
      expect([line, result.exitCode], result.stdout + result.stderr).to.deep.equal([line, exitCode])
      expect(result.stdout + result.stderr, line).to.match(says)
    }
  })

  it('set defaults, and a plan names the profile that carries it out', async () => {
    const {idOf, primaries} = {idOf: cluster.idOf.bind(cluster), primaries: cluster.primaries}
    const ids = primaries.map((primary) => idOf(primary))
    const plan = join(folder, 'plan.json')
    const move = `reshard @prod --from ${ids[0]} --to ${ids[1]} --slots 5`
    const planned = await run(`${move} --out ${plan}`)
    expect(planned.stdout, planned.stderr).to.contain(`clustertool apply ${plan} @prod`)
    const applied = await run(`apply ${plan} @prod --yes --json`)
    expect(applied.exitCode, applied.stderr).to.equal(0)
    const journals = await readdir(join(state(), 'clustertool'), {recursive: true})
    expect(journals.filter((name) => name.endsWith('.ndjson') || name.endsWith('.jsonl'))).not.to.be.empty
    const refused = await run('rebalance @plain --max-pause 0')
    expect(refused.exitCode).to.equal(2)
  })

  it('leave no secret in output, arguments, journals or other files', async () => {
    const outputs: string[] = []
    for (const more of [
      'password-file = "../password"',
      `password = "${SECRET}"`,
      `password-command = "cat ../password"`,
      `password-command = ["cat", "../password"]`,
    ]) {
      await configure(more)
      for (const line of [
        'check @prod --json',
        'check @prod',
        'profile show prod',
        'profile show prod --json',
        'profile list --json',
        'profile test prod --json',
        'rebalance @prod --weight nobody=3',
        'check @prod --user somebody',
      ]) {
        const {stdout, stderr, exitCode} = await run(line)
        // One of the seeds is dead.
        const code = line.startsWith('profile test') ? 6 : /somebody|nobody/.test(line) ? 2 : 0
        expect([line, exitCode], stderr).to.deep.equal([line, code])
        outputs.push(stdout, stderr)
      }
    }
    for (const output of outputs) expect(output).not.to.contain(SECRET)
    expect(await filesWith(state(), SECRET)).to.deep.equal([])
  })

  it('show no password to those who list processes', async () => {
    const pause = join(folder, 'go')
    await configure(`password-command = "while [ ! -e ${pause} ]; do sleep 0.05; done; cat ../password"`)
    await using started = await startCli(['check', '@prod'], {
      env: {XDG_CONFIG_HOME: folder, XDG_STATE_HOME: state()},
    })
    const waiting = await until('the command waits', () => {
      const lines = execFileSync('ps', ['-eo', 'args', '-ww'], {encoding: 'utf8'}).split('\n')
      return lines.some((line) => line.includes(pause)) && lines
    })
    expect(waiting.filter((line) => line.includes(SECRET) && !line.includes('-server'))).to.deep.equal([])
    await writeFile(pause, '')
    expect((await started.result).exitCode).to.equal(0)
  })

  it('refuse a file with a password that others can read, and name the command to run', async () => {
    const file = join(folder, 'password')
    await chmod(file, 0o644)
    const open = await run('check @prod')
    await chmod(file, 0o600)
    expect([open.exitCode, open.stderr]).to.deep.equal([
      4,
      `Error: ${file} is the password file of the profile prod, and others can read it (mode 0644).\n` +
        `  Keep it to yourself: chmod 600 ${file}\n`,
    ])
    await configure(`password = "${SECRET}"`)
    await chmod(config(), 0o640)
    const config2 = await run('check @prod --json')
    expect(config2.exitCode).to.equal(4)
    expect(config2.stdout).to.contain(`chmod 600 ${config()}`).and.not.to.contain(SECRET)
    // The file as a whole has the password, whichever profile is used.
    expect((await run('check @plain')).exitCode).to.equal(4)
    await chmod(config(), 0o600)
    expect((await run('check @prod')).exitCode).to.equal(0)
  })

  it('say in one sentence what a password command did, without its output', async () => {
    await configure(`password-command = "echo ${SECRET}; echo ${SECRET} >&2; exit 3"`)
    const {exitCode, stdout, stderr} = await run('check @prod')
    expect(exitCode).to.equal(4)
    expect(stdout + stderr).not.to.contain(SECRET)
    expect(stderr).to.match(/^Error: The password command of the profile prod ended with exit code 3\.\n/)
  })

  it('never send REDISCLI_AUTH, nor the password of one user for another', async () => {
    const env = {REDISCLI_AUTH: 'of-another-cluster'}
    expect((await run('check @prod', {env})).exitCode).to.equal(0)
    const {primary} = plain.shard(0)
    const logins = async (line: string) => {
      await ask(primary, 'CONFIG', 'RESETSTAT')
      expect((await run(line, {env})).exitCode).to.equal(0)
      return /cmdstat_auth/.test(String(await ask(primary, 'INFO', 'commandstats')))
    }
    expect(await logins('check @plain')).to.equal(false)
    expect(await logins(`check ${primary.address}`)).to.equal(true)
    const other = await run('check @prod --user bob', {env})
    expect([other.exitCode, other.stderr]).to.deep.equal([
      2,
      'Error: --user is bob, and the password of the profile prod is that of operator.\n' +
        '  To log in as bob, add --askpass.\n',
    ])
    const asked = await run('check @prod --user bob --askpass', {input: 'wrong\n'})
    expect(asked.exitCode).to.equal(5)
  })

  it('do nothing for the spelling of older tools', async () => {
    await configure(undefined, 'default = "prod"')
    const env = {
      CLUSTERTOOL_PROFILE: 'prod',
      CLUSTERTOOL_USER: 'nobody',
      CLUSTERTOOL_CACERT: '/nowhere/ca.crt',
      CLUSTERTOOL_CERT: '/nowhere/cert',
      CLUSTERTOOL_KEY: '/nowhere/key',
    }
    const [address] = plain.nodes.map((node) => node.address)
    for (const line of [
      `--cluster check ${address}`,
      '--cluster check @prod',
      '--cluster check',
      `--cluster check ${address},${address}`,
      `--cluster info ${address} --tls`,
      `--cluster check ${address} -a x --user bob`,
      '--cluster add-node @prod @prod',
    ]) {
      const [bare, set] = [await run(line, {env: {XDG_CONFIG_HOME: '/nowhere'}}), await run(line, {env})]
      const said = ({exitCode, stdout, stderr}: CliResult) => [exitCode, plainly(stdout), stderr]
      expect(said(set), line).to.deep.equal(said(bare))
    }
  })

  it('name each seed and its reason if none can be used', async () => {
    const both = `${dead.node(0).address},127.0.0.1:1`
    const {exitCode, stderr} = await run(`check ${both}`)
    expect(exitCode).to.equal(5)
    expect(stderr).to.equal(
      `Error: None of these nodes can be used: ${dead.node(0).address}: connection refused: nothing listens there; ` +
        '127.0.0.1:1: connection refused: nothing listens there.\n',
    )
  })

  it('do not wait for a seed that is silent', async () => {
    const [silent, lively] = plain.primaries
    if (!silent || !lively) return expect.fail('there are no two primaries')
    silent.pause()
    try {
      const {stdout, milliseconds} = await run(
        `slot foo --node ${silent.address},${lively.address} --command-timeout 6000 --connect-timeout 400`,
      )
      expect(stdout).to.match(/^12182\tfoo/)
      // The snapshot waits for the silent node as well; choosing the seed must not add to that.
      expect(milliseconds).to.be.below(6000 + 2500)
    } finally {
      silent.resume()
    }
  })

  it('are listed, shown and tested', async () => {
    await configure(undefined, 'default = "prod"')
    const listed = await run('profile list')
    expect(listed.stdout).to.match(/\* prod +operator +yes/).and.to.match(/ {2}plain +- +no/)
    const shown = await run('profile show @prod')
    expect(shown.stdout).to.contain('password-file = "../password"')
    const tested = await run('profile test')
    expect(tested.exitCode, tested.stdout).to.equal(6)
    expect(tested.stdout).to.match(new RegExp(`${seed()} +\\d+ ms +TLSv1\\.\\d +operator +[\\da-f]{8} +primary +ok, 3 nodes`))
    expect(tested.stdout).to.contain('connection refused').and.to.contain('[ERR] 1 seed of 2 cannot be used.')
    const {port} = parseAddress(plain.shard(0).primary.address)
    await writeFile(config(), `[profiles.mixed]\nseeds = ["127.0.0.1:${port}"]\n[profiles.bad]\nseeds = ["h:1"]\nuser = 3\n`)
    expect((await run('profile test mixed')).exitCode).to.equal(0)
    const bad = await run('profile list')
    expect(bad.exitCode).to.equal(2)
    expect(bad.stdout).to.contain('is wrong in the profile bad: user is 3 and not a text.')
    expect((await run('check @mixed')).exitCode).to.equal(0)
  })
})

/** Without what differs from run to run. */
function plainly(text: string): string {
  return text.replaceAll(/\d+\.\d+[KMG]|[\d.]+ MB/g, 'N')
}

async function filesWith(folder: string, word: string): Promise<string[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true})
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(files).not.to.be.empty
  const texts = await Promise.all(files.map(async (file) => ({file, text: await readFile(file, 'latin1')})))
  return texts.filter(({text}) => text.includes(word)).map(({file}) => file)
}
