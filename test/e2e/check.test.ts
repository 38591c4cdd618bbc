import {expect} from 'chai'
import {runCli} from '../support/cli.js'
import {TestCluster} from '../support/test-cluster.js'

describe('[E] check of a cluster on one host', () => {
  let cluster: TestCluster
  let seed: string

  before(async () => {
    cluster = await TestCluster.start({count: 6, replicas: 1})
    seed = cluster.shard(0).primary.address
  })

  after(() => cluster[Symbol.asyncDispose]())

  it('--strict fails for warnings', async () => {
    const {exitCode, stdout} = await runCli(['check', seed, '--strict'])
    expect(stdout).to.contain('>>> Findings: 2 warnings (they fail this check)\n')
    expect(exitCode).to.equal(3)
  })

  it('writes one line about six nodes on one host', async () => {
    const {stdout} = await runCli(['check', seed])
    const lines = stdout.split('\n')
    const at = lines.findIndex((line) => line.startsWith('>>> Findings'))
    expect(lines.slice(at, at + 3)).to.deep.equal([
      '>>> Findings: 2 warnings',
      'warning replica-beside-primary, majority-in-one-place: All 6 nodes are on host 127.0.0.1 and can fail together.',
      '[OK] All nodes agree about slots configuration.',
    ])
  })

  it('--strict passes when the only warnings are ignored', async () => {
    const codes = ['--ignore', 'replica-beside-primary,majority-in-one-place']
    const {exitCode, stdout} = await runCli(['check', seed, '--strict', ...codes])
    expect(exitCode).to.equal(0)
    expect(stdout).to.contain('>>> Findings: none (2 ignored)\n')
    expect(stdout).not.to.contain('replica-beside-primary')
    const json = await runCli(['check', seed, '--strict', ...codes, '--json'])
    const {outcome} = JSON.parse(json.stdout) as {
      outcome: {status: string; findings: unknown[]; ignored: {code: string}[]}
    }
    expect(json.exitCode).to.equal(0)
    expect(outcome.findings).to.deep.equal([])
    expect(outcome.ignored.map(({code}) => code)).to.deep.equal([
      'replica-beside-primary',
      'majority-in-one-place',
    ])
  })

  it('--fail-on fails for the findings that it names, and for no others', async () => {
    const exitCodes = await Promise.all(
      [
        ['--fail-on', 'majority-in-one-place'],
        ['--fail-on', 'warning'],
        ['--fail-on', 'node-failed', '--fail-on', 'error'],
        ['--fail-on', 'majority-in-one-place', '--ignore', 'majority-in-one-place'],
      ].map(async (flags) => (await runCli(['check', seed, ...flags])).exitCode),
    )
    expect(exitCodes).to.deep.equal([3, 3, 0, 0])
  })

  it('names the nearest finding for a code that does not exist, before it asks a node', async () => {
    const ignore = await runCli(['check', '127.0.0.1:1', '--ignore', 'replicas-beside-primary'])
    expect(ignore.exitCode).to.equal(2)
    expect(ignore.stderr).to.match(
      /^Error: --ignore: there is no finding "replicas-beside-primary"; did you mean replica-beside-primary\?$/m,
    )
    const failOn = await runCli(['check', '127.0.0.1:1', '--fail-on', 'warnings'])
    expect(failOn.exitCode).to.equal(2)
    expect(failOn.stderr).to.contain('did you mean warning?')
  })
})
