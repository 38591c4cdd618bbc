import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {loadTls} from '../../src/redis/tls.js'
import {makeCertificates, type TlsFiles} from './certificates.js'
import {type CliOptions, type CliResult, runCli} from './cli.js'
import {TestServers} from './servers.js'
import {PLAIN, TestCluster} from './test-cluster.js'

/** It must not be found anywhere but where the tests write it. */
export const SECRET = 'marker-Zx81-secret'
export const ANNOUNCED = '127.0.0.2'

const MAP = {
  announced: {host: ANNOUNCED, port: undefined},
  reachable: {host: '127.0.0.1', port: undefined},
}

/**
 * A configuration file with two profiles, each with a dead seed before the one that answers: prod with TLS, client
 * certificates, an ACL user and nodes that announce an address that is mapped; and plain.
 */
export class ProfileTrial implements AsyncDisposable {
  readonly folder: string
  readonly cluster: TestCluster
  readonly plain: TestCluster
  /** The address of a server that is down. */
  readonly dead: string
  private readonly servers: TestServers

  private constructor(
    folder: string,
    [cluster, plain, servers]: readonly [TestCluster, TestCluster, TestServers],
  ) {
    this.folder = folder
    this.cluster = cluster
    this.plain = plain
    this.servers = servers
    this.dead = servers.node(0).address
  }

  static async start(): Promise<ProfileTrial> {
    const folder = await mkdtemp(join(tmpdir(), 'clustertool-profiles-'))
    await mkdir(join(folder, 'clustertool'))
    const servers = await Promise.all([
      guarded(await makeCertificates(folder)),
      TestCluster.start({count: 3, replicas: 0}),
      TestServers.start({count: 1}),
    ])
    await servers[2].node(0).kill()
    const trial = new ProfileTrial(folder, servers)
    await writeFile(trial.password, `${SECRET}\n`, {mode: 0o600})
    await trial.configure()
    return trial
  }

  /** The configuration file. */
  get config(): string {
    return join(this.folder, 'clustertool', 'config.toml')
  }

  /** The password file. */
  get password(): string {
    return join(this.folder, 'password')
  }

  /** The folder for journals. */
  get state(): string {
    return join(this.folder, 'state')
  }

  /** The seed of prod that answers. */
  get seed(): string {
    return `127.0.0.1:${this.cluster.shard(1).primary.port}`
  }

  /** The environment in which a command finds the file. */
  get env(): Readonly<Record<string, string>> {
    return {XDG_CONFIG_HOME: this.folder, XDG_STATE_HOME: this.state}
  }

  /** Writes the configuration file. `more`: lines of prod; `top`: lines before the profiles. */
  async configure(more = 'password-file = "../password"', top = ''): Promise<void> {
    const text = `
      ${top}
      [profiles.prod]
      seeds = ["${this.dead}", "${this.seed}"]
      user = "operator"
      ${more}
      tls = true
      cacert = "../ca.crt"
      cert = "../node.crt"
      key = "../node.key"
      address-map = ["${ANNOUNCED}=127.0.0.1"]
      zones = ["${ANNOUNCED}=east"]
      [profiles.plain]
      seeds = ["${this.dead}", "${this.plain.shard(0).primary.address}"]
      max-pause = 7
    `
    await rm(this.config, {force: true})
    await writeFile(this.config, text, {mode: 0o600})
  }

  /** Runs a command line. */
  run(line: string, {env, ...options}: CliOptions = {}): Promise<CliResult> {
    return runCli(line.split(' '), {...options, env: {...this.env, ...env}})
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const {cluster, plain, servers} = this
    await Promise.all([cluster, plain, servers].map((one) => one[Symbol.asyncDispose]()))
    await rm(this.folder, {recursive: true})
  }
}

async function guarded(tls: TlsFiles): Promise<TestCluster> {
  const files = {cacert: tls.ca, cert: tls.cert, key: tls.key, cacertdir: undefined, sni: undefined}
  const users = ['--user', 'default', 'off', '--user', 'operator', 'on', `>${SECRET}`, '~*', '&*', '+@all']
  const replication = ['--masteruser', 'operator', '--masterauth', SECRET]
  const bound = ['--bind', '127.0.0.1', ANNOUNCED, '--cluster-announce-ip', ANNOUNCED]
  return TestCluster.start({
    count: 3,
    replicas: 0,
    tls,
    args: [...users, ...replication, ...bound],
    connection: {
      ...PLAIN,
      user: 'operator',
      password: SECRET,
      tls: await loadTls({...files, insecure: false}),
      addressMap: [MAP],
    },
  })
}
