import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {loadTls} from '../../../src/redis/tls.js'
import {makeCertificates, type TlsFiles} from '../../support/certificates.js'
import {runCli} from '../../support/cli.js'
import {defaultProgram} from '../../support/matrix.js'
import {Sentinel} from '../../support/sentinel.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {TestServers} from '../../support/servers.js'
import {until} from '../../support/until.js'

describe('[E] messages about what the user typed', function () {
  this.timeout(240_000)

  it('a misspelt command names the nearest one, as a document with --json', async () => {
    const {exitCode, stderr} = await runCli(['chck', '127.0.0.1:1'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.match(/^Error: There is no command "chck"\.\n {2}Did you mean check\?\n/)
    const json = await runCli(['chekc', '127.0.0.1:1', '--json'])
    expect(json.exitCode).to.equal(2)
    expect(json.stderr).to.equal('')
    const {error, command} = JSON.parse(json.stdout) as {
      error: {code: string; hints: string[]}
      command: string
    }
    expect([command, error.code, error.hints[0]]).to.deep.equal(['chekc', 'USAGE', 'Did you mean check?'])
    expect((await runCli(['config', 'gte', '127.0.0.1:1'])).stderr).to.contain('Did you mean config get?')
  })

  it('a misspelt flag names the nearest one', async () => {
    expect((await runCli(['check', '127.0.0.1:1', '--jsn'])).stderr).to.contain('Did you mean --json?')
    expect((await runCli(['rebalance', '127.0.0.1:1', '--treshold=1'])).stderr).to.contain(
      'Did you mean --threshold?',
    )
  })

  it('-h, -v, version and help work, and words of the parser are not shown', async () => {
    for (const word of ['-h', 'help']) {
      const {exitCode, stdout} = await runCli([word])
      expect(exitCode, word).to.equal(0)
      expect(stdout).to.contain('\nLOOK\n')
    }
    for (const word of ['-v', 'version']) {
      const {exitCode, stdout} = await runCli([word])
      expect([exitCode, stdout.startsWith('clustertool/')], word).to.deep.equal([0, true])
    }
    expect((await runCli(['check', '-h'])).stdout).to.contain('USAGE')
    const missing = await runCli(['import', '127.0.0.1:1'])
    expect(missing.stderr).to.match(/^Error: Missing required flag --from\./)
  })

  it('a Sentinel is called one, and a lone server is reported only once', async () => {
    await using servers = await TestServers.start({count: 3, args: ['--cluster-enabled', 'no']})
    const [primary, replica, lone] = servers.nodes
    if (!primary || !replica || !lone) throw new Error('too few servers')
    await ask(replica, 'REPLICAOF', primary.host, primary.port)
    await using sentinel = await Sentinel.start(defaultProgram(), 'group', primary)
    const address = `${sentinel.address.host}:${sentinel.address.port}`
    const watched = await runCli(['check', address])
    expect(watched.exitCode).to.equal(4)
    expect(watched.stderr).to.contain(`Node ${address} cannot be used: it is a Sentinel`)
    const created = await runCli(['create', lone.address, '--allow-fewer-primaries', '--yes'])
    expect(created.stderr.match(/is not a cluster node/g), created.stderr).to.have.length(1)
  })

  it('a link that was never up is not reported as down for -1 s', async () => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1})
    const replica = cluster.replica(0)
    await ask(cluster.shard(0).primary, 'CONFIG', 'SET', 'requirepass', 'right')
    await replica.restart(['--masterauth', 'wrong'])
    await until('its link is down', async () => {
      const info = String(await ask(replica, 'INFO', 'replication'))
      return /master_link_down_since_seconds:-1/.test(info) && /sync_in_progress:0/.test(info)
    })
    const {stdout} = await runCli(['check', replica.address, '-a', 'right'], {})
    expect(stdout).not.to.contain('-1 s')
  })

  describe('over TLS', () => {
    let folder: string
    let files: TlsFiles
    let cluster: TestCluster

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'clustertool-words-'))
      files = await makeCertificates(folder)
      const connection = {
        ...PLAIN,
        connectTimeoutMs: 3000,
        tls: await loadTls({...NO_TLS, ...flagsOf(files)}),
      }
      cluster = await TestCluster.start({count: 3, replicas: 0, tls: files, connection})
    })
    after(async () => {
      await cluster[Symbol.asyncDispose]()
      await rm(folder, {recursive: true, force: true})
    })

    it('names --cacert and --cert where they are missing', async () => {
      const seed = cluster.shard(0).primary.address
      const untrusted = await runCli(['check', seed, '--tls'])
      expect(untrusted.exitCode).to.equal(5)
      expect(untrusted.stderr).to.match(/certificate .*--cacert/)
      const anonymous = await runCli(['check', seed, '--tls', '--cacert', files.ca])
      expect(anonymous.exitCode).to.equal(5)
      expect(anonymous.stderr).to.match(/--cert and --key/)
      expect(anonymous.stderr).not.to.contain('it closed the connection')
    })

    it('gives hints that can be pasted, without secrets', async () => {
      const seed = cluster.shard(0).primary.address
      const {ca, cert, key} = files
      const flags = ['--tls', '--cacert', ca, '--cert', cert, '--key', key]
      const {stdout, exitCode} = await runCli(['check', seed, ...flags, '--user', 'default', '-a', 'se-cret'])
      expect(exitCode, stdout).to.equal(0)
      const words = flags.join(' ')
      expect(stdout).to.contain(
        `clustertool add-node ${words} --user default --askpass NEW_HOST:PORT ${seed} --replica`,
      )
      expect(stdout).not.to.contain('se-cret')
    })
  })
})

function flagsOf({ca, cert, key}: TlsFiles) {
  return {cacert: ca, cert, key}
}

const NO_TLS = {
  cacertdir: undefined,
  sni: undefined,
  insecure: false,
  'tls-ciphers': undefined,
  'tls-ciphersuites': undefined,
}
