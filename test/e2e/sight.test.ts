import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask, askAll} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {startFakeNode} from '../support/fake-node.js'
import {tagOf} from '../support/fill.js'
import {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'

/** Without the line ends, the picture and the legend of a map. */
function pictureIn(stdout: string): string {
  return stdout
    .split('\n')
    .slice(0, 16)
    .map((line) => line.slice(6))
    .join('')
}

describe('[E] map and report', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let seed: string
  let folder: string

  before(async () => {
    cluster = await TestCluster.start({count: 6, replicas: 1})
    seed = cluster.shard(0).primary.address
    folder = mkdtempSync(join(tmpdir(), 'clustertool-sight-'))
    const keys = Array.from({length: 40}, (_, at) => ['SET', `{${tagOf(100)}}${at}`, 'value'])
    await askAll(cluster.shard(0).primary, keys)
  })

  after(async () => {
    await cluster[Symbol.asyncDispose]()
    rmSync(folder, {recursive: true})
  })

  it('map draws the owners of a healthy cluster, as text and as SVG', async () => {
    const file = join(folder, 'slots.svg')
    const {exitCode, stdout, stderr} = await runCli(['map', seed, '--svg', file])
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    expect(pictureIn(stdout)).to.match(/^A{341}B{342}C{341}$/)
    expect(stdout).to.contain(`A  ${seed}`)
    expect(readFileSync(file, 'utf8')).to.contain('Every slot has one owner, and none is open.')
    const again = await runCli(['map', seed, '--svg', file])
    expect(again.exitCode).to.equal(4)
    expect(again.stderr).to.contain(`${file} exists already.`)
  })

  it('map --by shows keys and memory of each slot', async () => {
    const keys = await runCli(['map', seed, '--by', 'keys'])
    expect(keys.stdout).to.contain('slot 100: 40 keys')
    expect(pictureIn(keys.stdout)).to.match(/^\.{6}9\.{1017}$/)
    const {stdout, exitCode} = await runCli(['map', seed, '--by', 'memory', '--json'])
    expect(exitCode).to.equal(0)
    const {outcome} = JSON.parse(stdout) as {
      outcome: {values: {unit: string; slots: number[]}; shards: {total: number}[]}
    }
    expect(outcome.values.unit).to.equal('bytes')
    expect(outcome.values.slots[100]).to.be.above(1000)
    expect(outcome.shards[0]?.total).to.equal(outcome.values.slots[100])
    const sampled = await runCli(['map', seed, '--by', 'memory', '--sample', '5'])
    expect(sampled.stdout).to.match(/Memory of slots is estimated from \d+ of \d+ keys, .* right to ±/)
    const idle = await runCli(['map', seed, '--sample', '5'])
    expect([idle.exitCode, idle.stderr]).to.deep.equal([
      2,
      'Error: --sample is for --by memory, which is missing.\n',
    ])
  })

  it('map --by ops measures the load, or says what it needs', async () => {
    const {exitCode, stdout, stderr} = await runCli(['map', seed, '--by', 'ops'])
    const counts = await ask(cluster.shard(0).primary, 'CONFIG', 'GET', 'cluster-slot-stats-enabled')
    if ((counts as string[])[1] === 'yes') expect(stdout).to.contain('of a CPU')
    else {
      expect(exitCode).to.equal(4)
      expect(stderr).to.match(
        / do not count the load of each slot\.\n {2}(To count it from now on|It needs Valkey 8\.0 or Redis 8\.2)/,
      )
    }
  })

  it('big-keys lists the biggest keys, and says what is wrong with its flags', async () => {
    const {exitCode, stdout, stderr} = await runCli(['big-keys', seed, '--top', '2', '--replicas'])
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    expect(stdout).to.match(/^memory +pause +type +node +slot +key\n/)
    expect(stdout.match(/ string .* 100 +\{/g)).to.have.length(2)
    expect(stdout).to.match(/\nRead 40 keys with /)
    const json = await runCli(['big-keys', seed, '--at-least', '1GB', '--json'])
    expect(JSON.parse(json.stdout)).to.have.nested.include({'outcome.status': 'done', 'outcome.scanned': 40})
    const wrong = await runCli(['big-keys', seed, '--at-least', 'much'])
    expect(wrong.exitCode).to.equal(2)
    expect(wrong.stderr).to.contain('--at-least cannot be "much"')
  })

  it('info --slots shows the slots with the most keys, and rebalance --by what it would balance', async () => {
    const {exitCode, stdout, stderr} = await runCli(['info', seed, '--slots', '--load-time', '100ms'])
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    expect(stdout).to.match(new RegExp(`\nslot +primary +keys +memory.*\n100 +${seed} +40 `))
    const plan = await runCli(['rebalance', seed, '--by', 'keys', '--threshold', '0', '--dry-run'])
    expect(plan.exitCode, plan.stderr).to.equal(0)
    // One slot has all keys, and cannot be divided.
    expect(plan.stdout).to.contain(`[WARNING] ${seed} stays above its share: slot 100 alone has 40 keys`)
    const json = await runCli(['rebalance', seed, '--by', 'keys', '--dry-run', '--json'])
    expect(JSON.parse(json.stdout)).to.have.nested.include({
      'outcome.status': 'nothing-to-do',
      'outcome.balance.by': 'keys',
      'outcome.balance.movedSlots': 0,
    })
  })

  it('reshard --dry-run --map shows which slots move', async () => {
    const target = cluster.shard(1).primary.address
    const args = ['reshard', seed, '--to', target, '--slot-ranges', '5', '--dry-run', '--map']
    const {exitCode, stdout} = await runCli(args)
    expect(exitCode, stdout).to.equal(0)
    const [, moves = ''] = stdout.split('>>> What moves, and to which primary\n')
    expect(pictureIn(moves)).to.match(/^B\.{1023}$/)
    expect(stdout).to.contain('Nothing was changed: this was a dry run.')
    const acting = await runCli([...args.filter((word) => word !== '--dry-run'), '--yes'])
    expect(acting.exitCode).to.equal(2)
    expect(acting.stderr).to.contain('it needs --dry-run or --out')
  })

  it('report writes a page that only its owner may read, and replaces none without --force', async () => {
    const file = join(folder, 'report.html')
    const {exitCode, stdout, stderr} = await runCli([
      'report',
      seed,
      '--out',
      file,
      '--big-keys',
      '--slow-log',
    ])
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    expect(stdout).to.match(/^The report was written to .*report\.html: Healthy/)
    expect(statSync(file).mode & 0o777).to.equal(0o600)
    const page = readFileSync(file, 'utf8')
    expect(page).to.contain('Every slot has one owner, and none is open.')
    expect(page).to.match(/keys\s+of\s+database 0 were looked at/)
    expect(page).to.contain(`{${tagOf(100)}}`)
    const again = await runCli(['report', seed, '--out', file])
    expect(again.exitCode).to.equal(4)
    expect(again.stderr).to.contain('exists already.\n  Choose another name, or add --force to replace it.')
    writeFileSync(file, 'old')
    const forced = await runCli([
      'report',
      seed,
      '--out',
      file,
      '--force',
      '--json',
      '--zone',
      '127.0.0.1=east',
    ])
    expect(forced.exitCode).to.equal(0)
    const zoned = readFileSync(file, 'utf8')
    expect(zoned).to.match(/^<!doctype html>/)
    expect(zoned).to.match(/<th scope="col"\s*>east</)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).to.deep.equal([])
  })

  it('report says what it cannot write before it connects', async () => {
    const gone = await runCli(['report', '127.0.0.1:1', '--out', join(folder, 'none', 'report.html')])
    expect(gone.exitCode).to.equal(4)
    expect(gone.stderr).to.match(/cannot be written: there is no folder/)
    const wrong = await runCli([
      'report',
      seed,
      '--out',
      join(folder, 'x.html'),
      '--big-keys',
      '--scan-time',
      'soon',
    ])
    expect(wrong.exitCode).to.equal(2)
    expect(wrong.stderr).to.contain('--scan-time cannot be "soon"')
  })

  it('both show markup and control characters of a server as text', async () => {
    const evil = '<script>alert(1)</script>\x1b[31m'
    await using node = await startFakeNode({
      nodes: `${'a'.repeat(40)} 127.0.0.1:PORT@1,x${evil} myself,master - 0 0 1 connected 0-16383\n`,
      info: `redis_version:9${evil}\r\ncluster_enabled:1\r\nrole:master\r\nused_memory:1\r\nrun_id:${evil}\r\n`,
    })
    const file = join(folder, 'evil.html')
    const map = await runCli(['map', node.address, '--by', 'keys'])
    expect(map.exitCode, map.stderr).to.equal(0)
    expect(map.stdout).not.to.contain('\x1b')
    const report = await runCli(['report', node.address, '--out', file])
    expect(report.exitCode, report.stderr).to.equal(0)
    const page = readFileSync(file, 'utf8')
    expect(page).to.contain('redis 9&lt;script&gt;alert(1)&lt;/script&gt;\\x1b[31m')
    expect(page).not.to.contain('<script')
    expect(page).not.to.contain('\x1b')
  })

  // Last, because it damages the cluster.
  it('map and report show an open slot, one without an owner, and a node that does not answer', async () => {
    const [first, second, third] = cluster.primaries
    if (!first || !second || !third) throw new Error('no such primaries')
    await cluster.configure('cluster-require-full-coverage', 'no')
    await ask(first, 'CLUSTER', 'SETSLOT', 93, 'MIGRATING', cluster.idOf(second))
    await Promise.all(cluster.nodes.map((node) => ask(node, 'CLUSTER', 'DELSLOTS', 7000).catch(String)))
    await cluster.replica(2).kill()
    await third.kill()
    await until('one slot has no owner', async () => {
      const {stdout} = await runCli(['map', seed])
      return /^! no owner: slot 7000$/m.test(stdout)
    })
    const {exitCode, stdout} = await runCli(['map', seed])
    expect(exitCode).to.equal(0)
    expect(pictureIn(stdout)).to.match(/^A{5}>A{335}B{96}!B{244}\?{342}$/)
    expect(stdout).to.contain('> open: migrating: slot 93')
    expect(stdout).to.match(/^\? owner does not answer: slots 10923-16383$/m)
    const file = join(folder, 'damaged.html')
    const report = await runCli(['report', seed, '--out', file])
    expect(report.exitCode, report.stderr).to.equal(0)
    expect(report.stdout).to.match(/: \d errors/)
    const page = readFileSync(file, 'utf8')
    expect(page).to.match(/no owner<\/span>\s*slot 7000/)
    expect(page).to.match(/open: migrating<\/span>\s*slot 93/)
    expect(page).to.contain(`${third.address}: `)
  })

  // After the one before, which damages the cluster.
  it('watch --once and report judge as check does, and without what a profile ignores', async () => {
    const checked = await runCli(['check', seed, '--json'])
    const {outcome} = JSON.parse(checked.stdout) as {outcome: {findings: {code: string; severity: string}[]}}
    const errors = new Set(
      outcome.findings.flatMap(({code, severity}) => (severity === 'error' ? [code] : [])),
    )
    expect(errors.size).to.be.above(0)
    mkdirSync(join(folder, 'clustertool'))
    writeFileSync(
      join(folder, 'clustertool', 'config.toml'),
      `[profiles.calm]\nseeds = ["${seed}"]\nignore = ${JSON.stringify([...errors])}\n`,
      {mode: 0o600},
    )
    const judged = async (node: string) => {
      const env = {XDG_CONFIG_HOME: folder}
      const [watched, reported] = await Promise.all([
        runCli(['watch', node, '--once'], {env}),
        runCli(['report', node, '--out', join(folder, 'judged.html'), '--force'], {env}),
      ])
      expect(reported.exitCode, reported.stderr).to.equal(0)
      return {watch: watched.exitCode, hasErrors: /: \d+ errors?/.test(reported.stdout)}
    }
    expect(await judged(seed)).to.deep.equal({watch: 3, hasErrors: true})
    expect(await judged('@calm')).to.deep.equal({watch: 0, hasErrors: false})
  })
})
