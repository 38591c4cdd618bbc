import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {parseAddress} from '../../src/domain/address.js'
import type {CliResult} from '../support/cli.js'
import {TestServers} from '../support/servers.js'
import {ANNOUNCED, ProfileTrial} from '../support/profile-trial.js'

describe('[E] profiles', () => {
  let trial: ProfileTrial

  before(async () => {
    trial = await ProfileTrial.start()
  })
  after(() => trial[Symbol.asyncDispose]())
  beforeEach(() => trial.configure())

  it('make one word of TLS, an ACL user, an address map and two seeds of which one is dead', async () => {
    const {exitCode, stdout, stderr, milliseconds} = await trial.run('check @prod --wide')
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(stdout).to.contain(`using node ${trial.seed}`).and.to.contain('[OK] All 16384 slots covered.')
    expect(stdout).to.match(/clustertool add-node NEW_HOST:PORT @prod --replica/)
    expect(stdout).not.to.match(/clustertool \S+ [^@\n]*--cacert/)
    expect(stdout).to.contain(' east ')
    expect(milliseconds).to.be.below(3000)
    const without = await trial.run(`check ${trial.seed} --command-timeout 500`)
    expect(without.exitCode).to.equal(5)
  })

  it('are used by a command without a node if one is the default', async () => {
    const none = await trial.run('info')
    expect(none.exitCode).to.equal(2)
    expect(none.stderr).to.match(/No node was given\.\n .*@prod, @plain/)
    await trial.configure(undefined, 'default = "prod"')
    expect((await trial.run('info')).exitCode).to.equal(0)
    const inEnv = await trial.run('info', {env: {CLUSTERTOOL_PROFILE: 'plain'}})
    expect(inEnv.stdout).to.contain(trial.plain.shard(0).primary.address)
    const node = await trial.run('info', {
      env: {CLUSTERTOOL_NODE: `127.0.0.1:1,${trial.plain.shard(1).primary.address}`},
    })
    expect(node.stdout).to.contain(trial.plain.shard(0).primary.address)
    const both = await trial.run('info', {env: {CLUSTERTOOL_PROFILE: 'plain', CLUSTERTOOL_NODE: trial.seed}})
    expect([both.exitCode, both.stderr]).to.deep.equal([
      2,
      'Error: CLUSTERTOOL_NODE and CLUSTERTOOL_PROFILE are both set, and each names a cluster.\n' +
        '  Unset one of them, or name a node or a profile in the command.\n',
    ])
  })

  it('stand for the cluster in commands with other words, too', async () => {
    await trial.configure(undefined, 'default = "prod"')
    const primary = trial.cluster.shard(0).primary
    const dir = join(trial.folder, 'backup')
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
      [`backup ${trial.seed}`, 2, /a node of the cluster and a folder/],
      [`verify ${dir} @prod`, 0, /\[OK\]/],
      [`verify ${dir}`, 0, /\[OK\]/],
      [`restore ${trial.seed}`, 2, /takes the folder of a backup and a node/],
      [`add-node ${trial.dead} @prod`, 5, /cannot be reached/],
      [`add-node ${trial.dead}`, 2, /one or more new nodes and then a node of the cluster/],
      [`del-node @prod ${trial.cluster.idOf(primary)} --yes`, 4, /is not empty/],
      ['rebalance @prod --dry-run', 0, /No rebalancing needed/],
      ['reshard @prod 7000', 2, /@prod is a profile, and "7000" is one word too many/],
      ['check @pord', 2, /There is no profile "pord".*prod.*\n {2}Did you mean @prod\?/],
      ['check @', 2, /"@" names no profile/],
    ]
    for (const [line, exitCode, says] of lines) {
      const result = await trial.run(line)
      expect([line, result.exitCode], result.stdout + result.stderr).to.deep.equal([line, exitCode])
      expect(result.stdout + result.stderr, line).to.match(says)
    }
  })

  it('set defaults of flags', async () => {
    const [from, to] = trial.plain.idsOf(trial.plain.primaries)
    const plan = join(trial.folder, 'defaults.json')
    const line = `reshard @plain --from ${from} --to ${to} --slots 5 --out ${plan}`
    for (const [typed, pause] of [
      ['', 7],
      [' --max-pause 9', 9],
    ] as const) {
      expect((await trial.run(line + typed)).exitCode).to.equal(0)
      expect(await readFile(plan, 'utf8')).to.match(new RegExp(`"maxPauseMs": ?${pause}\\b`))
    }
  })

  it('carry out a plan', async () => {
    const [from, to] = trial.cluster.idsOf(trial.cluster.primaries)
    const plan = join(trial.folder, 'plan.json')
    const planned = await trial.run(`reshard @prod --from ${from} --to ${to} --slots 5 --out ${plan}`)
    expect(planned.stdout, planned.stderr).to.contain(`clustertool apply ${plan} @prod`)
    const applied = await trial.run(`apply ${plan} @prod --yes`)
    expect(applied.exitCode, applied.stderr).to.equal(0)
    expect((await trial.run('undo @prod --yes')).exitCode).to.equal(0)
  })

  it('are not read when a node is named', async () => {
    await writeFile(trial.config, 'this is not TOML')
    const {address} = trial.plain.shard(0).primary
    expect((await trial.run(`info ${address}`)).exitCode).to.equal(0)
    for (const line of ['info', 'info @plain']) {
      const {exitCode, stderr} = await trial.run(line)
      expect(exitCode).to.equal(2)
      expect(stderr).to.match(/^Error: \S+config\.toml is not TOML: line 1, column \d+: [\w -]+\.\n$/)
    }
  })

  it('stand for all their seeds in create, with their zones', async () => {
    await using servers = await TestServers.start({count: 3})
    const seeds = JSON.stringify(servers.addresses)
    const zones = JSON.stringify(servers.addresses.map((address, at) => `${address}=zone${at}`))
    await writeFile(trial.config, `[profiles.new]\nseeds = ${seeds}\nzones = ${zones}\njoin-timeout = 30`)
    const {exitCode, stdout, stderr} = await trial.run('create @new --yes')
    expect(exitCode, stderr).to.equal(0)
    expect(stdout).to.contain('zone2')
    const checked = await trial.run('check @new')
    expect(`${checked.exitCode} ${checked.stdout}`)
      .to.match(/^0 /)
      .and.to.match(/zone0[^]*zone1[^]*zone2/)
    const two = await trial.run('create @new @other --yes')
    expect(two.stderr).to.equal('Error: The nodes are of two profiles: @new and @other.\n')
  })

  it('create takes zones of hosts, too, and those of flags first', async () => {
    await using servers = await TestServers.start({count: 4, host: (index) => `127.0.0.${(index % 2) + 1}`})
    const zones = JSON.stringify(['127.0.0.1=west', '127.0.0.2=west'])
    await writeFile(
      trial.config,
      `[profiles.new]\nseeds = ${JSON.stringify(servers.addresses)}\nzones = ${zones}`,
    )
    const words = 'create @new --replicas 1 --allow-fewer-primaries --dry-run --zone 127.0.0.2=east'
    const {exitCode, stdout, stderr} = await trial.run(words)
    expect(exitCode, stderr).to.equal(0)
    expect(stdout).to.contain('west').and.to.contain('east')
    const other = await trial.run(`${words} --zone 127.0.0.3=north`)
    expect(other.exitCode).to.equal(2)
    expect(other.stderr).to.contain('--zone 127.0.0.3=north names a node that is not in the list')
  })

  it('may be the source of an import', async () => {
    await trial.run('call @prod SET imported yes')
    const {exitCode, stdout, stderr} = await trial.run('import @plain --from @prod')
    expect(exitCode, stdout + stderr).to.equal(0)
    expect((await trial.run('call @plain GET imported')).stdout).to.contain('yes')
    const missing = await trial.run('import @plain --from @pord')
    expect(`${missing.exitCode} ${missing.stderr}`).to.match(/^2 Error: There is no profile "pord"/)
  })

  it('do nothing for the spelling of older tools', async () => {
    await trial.configure(undefined, 'default = "prod"')
    const env = {
      CLUSTERTOOL_PROFILE: 'prod',
      CLUSTERTOOL_USER: 'nobody',
      CLUSTERTOOL_CACERT: '/nowhere/ca.crt',
      CLUSTERTOOL_CERT: '/nowhere/cert',
      CLUSTERTOOL_KEY: '/nowhere/key',
    }
    const [address] = trial.plain.nodes.map((node) => node.address)
    for (const line of [
      `--cluster check ${address}`,
      '--cluster check @prod',
      '--cluster check',
      `--cluster check ${address},${address}`,
      `--cluster info ${address} --tls`,
      `--cluster check ${address} -a x --user bob`,
      '--cluster add-node @prod @prod',
    ]) {
      const [bare, set] = [
        await trial.run(line, {env: {XDG_CONFIG_HOME: '/nowhere'}}),
        await trial.run(line, {env}),
      ]
      const said = ({exitCode, stdout, stderr}: CliResult) => [exitCode, plainly(stdout), stderr]
      expect(said(set), line).to.deep.equal(said(bare))
    }
  })

  it('name each seed and its reason if none can be used', async () => {
    const both = `${trial.dead},127.0.0.1:1`
    const {exitCode, stderr} = await trial.run(`check ${both}`)
    expect(exitCode).to.equal(5)
    expect(stderr).to.equal(
      `Error: None of these nodes can be used: ${trial.dead}: connection refused: nothing listens there; ` +
        '127.0.0.1:1: connection refused: nothing listens there.\n',
    )
  })

  it('do not wait for a seed that is silent', async () => {
    const [silent, lively] = trial.plain.primaries
    if (!silent || !lively) return expect.fail('there are no two primaries')
    silent.pause()
    try {
      const {stdout, milliseconds} = await trial.run(
        `slot foo --node ${silent.address},${lively.address} --command-timeout 4000`,
      )
      expect(stdout).to.match(/^12182\tfoo/)
      // The snapshot waits for the silent node as well; choosing the seed must not add to that.
      expect(milliseconds).to.be.below(4000 + 3000)
    } finally {
      silent.resume()
    }
  })

  it('are listed, shown and tested', async () => {
    await trial.configure(undefined, 'default = "prod"')
    const listed = await trial.run('profile list')
    expect(listed.stdout)
      .to.match(/\* prod +operator +yes/)
      .and.to.match(/ {2}plain +- +no/)
    const shown = await trial.run('profile show @prod')
    expect(shown.stdout).to.contain('password-file = "../password"')
    const tested = await trial.run('profile test')
    expect(tested.exitCode, tested.stdout).to.equal(6)
    expect(tested.stdout).to.match(
      new RegExp(`${trial.seed} +\\d+ ms +TLSv1\\.\\d +operator +[\\da-f]{8} +primary +ok, 3 nodes`),
    )
    expect(tested.stdout).to.contain('connection refused').and.to.contain('[ERR] 1 seed of 2 cannot be used.')
    const {port} = parseAddress(trial.plain.shard(0).primary.address)
    await writeFile(
      trial.config,
      `[profiles.mixed]\nseeds = ["127.0.0.1:${port}"]\n[profiles.bad]\nseeds = ["h:1"]\nuser = 3\n`,
    )
    expect((await trial.run('profile test mixed')).exitCode).to.equal(0)
    const bad = await trial.run('profile list')
    expect(bad.exitCode).to.equal(2)
    expect(bad.stdout).to.contain('is wrong in the profile bad: user is 3 and not a text.')
    expect((await trial.run('info @mixed')).exitCode).to.equal(0)
  })
})

/** Without what differs from run to run. */
function plainly(text: string): string {
  return text.replaceAll(/\d+\.\d+[KMG]|[\d.]+ MB/g, 'N')
}
