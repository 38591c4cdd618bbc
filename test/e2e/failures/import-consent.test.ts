import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {contentOf, differences} from '../../support/dataset.js'
import {fill} from '../../support/fill.js'
import {TestServers} from '../../support/servers.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const KEYS = 300

describe('[E] import and the keys of its source', function () {
  this.timeout(240_000)
  let servers: TestServers
  let cluster: TestCluster
  let source: TestServer
  let line: string[]

  before(async () => {
    ;[servers, cluster] = await Promise.all([
      TestServers.start({count: 1, args: ['--cluster-enabled', 'no']}),
      TestCluster.start({count: 3, replicas: 0}),
    ])
    source = servers.node(0)
    line = [cluster.shard(0).primary.address, '--from', source.address]
    await fill(source, {ranges: [{start: 0, end: KEYS - 1}], keysPerSlot: 1})
  })

  after(() => Promise.all([servers[Symbol.asyncDispose](), cluster[Symbol.asyncDispose]()]))

  const left = () => ask(source, 'DBSIZE')

  it('keeps them there without --move', async () => {
    const expected = await contentOf([source])
    const {exitCode, stdout, stderr} = await runCli(['import', ...line])
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(await left()).to.equal(KEYS)
    expect(differences(expected, await contentOf(cluster.primaries))).to.deep.equal([])
  })

  for (const [what, words, code, says, input] of [
    ['without anybody to ask', ['--move'], 4, /asks|stdin|--yes/],
    ['with --json and without --yes', ['--move', '--json'], 4, /--yes/],
    ['when the answer is no', ['--move'], 130, /Cancelled; nothing was changed/, 'no\n'],
    ['when it is to copy, too', ['--move', '--copy', '--yes'], 2, /cannot both be given/],
  ] as const) {
    it(`moves none ${what}, exit code ${code}`, async () => {
      const {exitCode, stdout, stderr} = await runCli(
        ['import', ...line, ...words],
        input === undefined ? {} : {input},
      )
      expect(stdout + stderr).to.match(says)
      expect(exitCode).to.equal(code)
      expect(await left()).to.equal(KEYS)
    })
  }

  it('moves them when the answer is yes', async () => {
    const {exitCode, stdout, stderr} = await runCli(['import', ...line, '--move'], {input: 'yes\n'})
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(stdout).to.include(`Move these keys and delete them from ${source.address}?`)
    expect(stdout, 'no bytes where no key was brought').to.include('Imported 0 keys in')
    expect(await left()).to.equal(0)
  })

  it('does not ask in the spelling of older tools, which moved them', async () => {
    await ask(source, 'SET', 'late', 'value')
    const [seed = '', , from = ''] = line
    const old = await runCli(['--cluster', 'import', seed, '--cluster-from', from])
    expect(old.exitCode, old.stdout + old.stderr).to.equal(0)
    expect(await left()).to.equal(0)
    expect(await ask(source, 'EXISTS', 'late')).to.equal(0)
  })
})
