import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {type CliResult, runCli} from '../support/cli.js'
import {fillMixed} from '../support/dataset.js'
import {TestServers} from '../support/servers.js'
import {startCli} from '../support/started-cli.js'
import {TestCluster} from '../support/test-cluster.js'
import type {TestServer} from '../support/test-server.js'
import {until} from '../support/until.js'

const KEYS = 2000

describe('[E] compare', function () {
  this.timeout(120_000)
  let cluster: TestCluster
  let sources: TestServers
  let source: TestServer
  let seed: string

  before(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    sources = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no', '--requirepass', 'p w']})
    source = sources.node(0)
    seed = cluster.shard(0).primary.address
    await fillMixed(source, {
      keys: KEYS,
      connection: {
        connectTimeoutMs: 5000,
        commandTimeoutMs: 5000,
        addressMap: [],
        user: undefined,
        password: 'p w',
        tls: undefined,
      },
    })
    const imported = await runCli(['import', seed, '--from', source.address, '--from-pass', 'p w'])
    expect(imported.exitCode, imported.stdout + imported.stderr).to.equal(0)
    expect(imported.stdout).to.match(
      /\nWhat clients wrote to \S+ since [0-9: -]{19} UTC may not be in the cluster: clustertool compare shows it/,
    )
  })

  after(async () => {
    await sources[Symbol.asyncDispose]()
    await cluster[Symbol.asyncDispose]()
  })

  function compare(...words: readonly string[]): Promise<CliResult> {
    return runCli(['compare', source.address, seed, '--from-pass', 'p w', '--lag', '300ms', ...words])
  }

  it('says in words, in a document and by its exit code whether both have the same keys, and repairs', async () => {
    const same = await compare()
    expect(same.exitCode, same.stderr).to.equal(0)
    expect(same.stdout).to.match(/\[OK\] All keys of DB 0 are the same in \S+ and in the cluster\.\n$/)
    const sample = await compare('--keys', '50')
    expect(sample.stdout).to.match(/\[OK\] The 50 keys of each side that were looked at are the same/)

    const owner = cluster.shard(0).primary
    const [key = ''] = (await ask(owner, 'KEYS', 'a b:0:*')) as string[]
    await ask(owner, 'DEL', key)
    const different = await compare()
    expect(different.exitCode, different.stderr).to.equal(3)
    expect(different.stdout).to.include('of DB 0: the cluster does not have the key')
    expect(different.stdout).to.match(/\[ERR\] \S+ and the cluster differ in 1 key\.\n$/)
    const document = await compare('--json')
    expect(document.exitCode).to.equal(3)
    const {outcome} = JSON.parse(document.stdout) as {outcome: object}
    expect(outcome).to.deep.include({
      status: 'different',
      cluster: [{db: 0, keys: KEYS - 1, looked: KEYS - 1, extra: 0}],
    })

    const unasked = await compare('--fix')
    expect(unasked.exitCode, unasked.stdout).to.equal(4)
    const early = await compare('--fix', '--json')
    expect(early.exitCode).to.equal(4)
    expect(await ask(owner, 'EXISTS', key)).to.equal(0)
    const fixed = await compare('--fix', '--yes')
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
    expect(fixed.stdout).to.match(/Brought over: 1 key; deleted: 0 keys; still different: 0 keys\.\n/)
    expect(fixed.stdout).to.match(/\[OK\] What differed is the same as in \S+ now\.\n$/)
    expect(await ask(owner, 'EXISTS', key)).to.equal(1)
  })

  it('ends soon when it is interrupted, and says that it does not know', async () => {
    const words = [
      'compare',
      source.address,
      seed,
      '--from-pass',
      'p w',
      '--rate',
      '100keys/s',
      '--progress',
      'ndjson',
    ]
    await using run = await startCli(words)
    await until('it has begun', () => run.stderr().includes(`"keysTotal":${2 * KEYS}`), 20_000)
    run.kill('SIGINT')
    const {exitCode, stdout, stderr} = await run.result
    expect(exitCode, stderr).to.equal(6)
    expect(stdout).to.match(
      /Not all is known: it was interrupted\.\n\[ERR\] It is not known whether all keys are the same\.\n$/,
    )
  })

  it('says in a sentence what was typed wrong', async () => {
    for (const [words, code, message] of [
      [['compare'], 2, /^Error: compare takes a source and a node of the cluster\.\n/],
      [
        ['compare', source.address, seed, '--keys', '0'],
        2,
        /--keys cannot be "0": it is a number of keys, or all\./,
      ],
      [
        ['compare', source.address, seed, '--lag', 'soon'],
        2,
        /--lag cannot be "soon": it is a time such as 500ms or 5s\./,
      ],
      [['compare', source.address, seed, '--yes'], 2, /--yes is for --fix, which is missing\./],
      [['compare', source.address, seed], 5, /The source \S+ cannot be used: .*--from-pass/],
      [['compare', seed, seed], 4, /is a node of the cluster itself\./],
    ] as const) {
      const {exitCode, stderr} = await runCli(words)
      expect(exitCode, stderr).to.equal(code)
      expect(stderr).to.match(message)
    }
  })
})
