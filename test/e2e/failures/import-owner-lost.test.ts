import {existsSync, readdirSync} from 'node:fs'
import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {contentOf, differences} from '../../support/dataset.js'
import {RunningCli} from '../../support/ending-run.js'
import {fill} from '../../support/fill.js'
import {TestServers} from '../../support/servers.js'
import {testOperator} from '../../support/state-folder.js'
import {keysBrought, startCli} from '../../support/started-cli.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const ALL = [{start: 0, end: 16_383}]
const KEYS = 32_768
/** By then the first two or three chunks are being sent, and most keys are not. */
const SOON = 4000
const SLOWLY = ['--pipeline', '8', '--progress', 'ndjson']
const MOVE = ['--move', '--yes']

type Database = Record<'imported' | 'same' | 'conflicting' | 'skipped' | 'gone', number>

describe('[E] import and owners that are lost', function () {
  this.timeout(240_000)
  let servers: TestServers
  let source: TestServer

  before(async () => {
    servers = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no', '--save', '']})
    source = servers.node(0)
  })

  after(() => servers[Symbol.asyncDispose]())

  beforeEach(async () => {
    await ask(source, 'FLUSHALL')
    await fill(source, {ranges: ALL, keysPerSlot: 2})
  })

  const line = (seed: TestServer, ...words: string[]) => [
    'import',
    seed.address,
    '--from',
    source.address,
    ...words,
  ]

  for (const more of [[], ['--replace']]) {
    it(`a move stops when one was restarted without its data ${more.join('')}`, async () => {
      await using cluster = await patientCluster()
      const [owner, seed] = cluster.primaries
      await using run = await startCli(line(seed!, ...MOVE, ...SLOWLY, ...more), {limitMs: 90_000})
      await keysBrought(run, SOON)
      await owner!.restart()
      const {exitCode, stdout, stderr} = await run.result
      expect(exitCode, stdout + stderr).to.equal(6)
      const said = `The import is not complete. It stopped: ${owner!.address} was restarted after`
      expect(stdout).to.contain(said)
      expect(stdout).to.match(/this run had imported [1-9]\d* keys into it/)
      expect(await ask(source, 'DBSIZE')).to.be.greaterThan(KEYS / 8)
    })
  }

  it('a move stops when a replica took over from one, and the same command moves the remaining keys', async () => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1})
    await cluster.configure('cluster-node-timeout', '1000')
    const [owner, seed] = cluster.primaries
    await using run = await startCli(line(seed!, ...MOVE, ...SLOWLY), {limitMs: 90_000})
    await keysBrought(run, SOON)
    await owner!.kill()
    const {exitCode, stdout, stderr} = await run.result
    expect(exitCode, stdout + stderr).to.equal(6)
    expect(stdout).to.contain(`It stopped: ${owner!.address} was replaced by another node after`)
    const expected = await contentOf([source])
    expect(expected.size).to.be.greaterThan(KEYS / 8)
    const again = await runCli(line(seed!, ...MOVE), {limitMs: 60_000})
    expect(again.exitCode, again.stdout + again.stderr).to.equal(0)
    const owners = [cluster.replica(0), ...cluster.primaries.slice(1)]
    const there = await contentOf(owners)
    for (const key of there.keys()) if (!expected.has(key)) there.delete(key)
    expect(differences(expected, there)).to.deep.equal([])
  })

  it('a copy reads all keys again, and counts each of them once', async () => {
    await using cluster = await patientCluster()
    const [owner, seed] = cluster.primaries
    const expected = await contentOf([source])
    await using run = await startCli(line(seed!, '--json', ...SLOWLY), {limitMs: 90_000})
    await keysBrought(run, SOON)
    await owner!.restart()
    const {exitCode, stdout, stderr} = await run.result
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(differences(expected, await contentOf(cluster.primaries))).to.deep.equal([])
    const {outcome} = JSON.parse(stdout) as {outcome: {databases: Database[]}}
    expect(outcome.databases[0], JSON.stringify(outcome.databases)).to.include({
      imported: KEYS,
      same: 0,
      skipped: 0,
      conflicting: 0,
      gone: 0,
    })
  })

  for (const words of [MOVE, ['--copy']]) {
    it(`the import is incomplete while an owner is dead that had received its keys (${words[0]})`, async () => {
      await using cluster = await patientCluster()
      const [owner, seed] = cluster.primaries
      await ask(source, 'FLUSHALL')
      await fill(source, {ranges: [{start: 8000, end: 16_383}], keysPerSlot: 5})
      await using run = await startCli(line(seed!, ...words, ...SLOWLY, '--patience', '3'), {limitMs: 90_000})
      await keysBrought(run, 100)
      await owner!.kill()
      const {exitCode, stdout, stderr} = await run.result
      expect(exitCode, stdout + stderr).to.equal(6)
      expect(stdout).to.not.contain('[OK]')
      expect(stdout).to.contain('the cluster did not answer at the end, so some keys may be missing')
    })
  }

  for (const [more, code] of [
    [['--replace'], 0],
    [[], 6],
  ] as const) {
    it(`the import skips no changed key after an interruption ${more.join('')}`, async () => {
      await using cluster = await patientCluster()
      const [seed] = cluster.primaries
      {
        const before = progressFiles()
        await using _run = await startCli(line(seed!, '--pipeline', '3', ...more), {limitMs: 90_000})
        await until('a chunk is written down', () => progressFiles().length > before.length, 30_000)
      }
      await fill(source, {ranges: ALL, keysPerSlot: 2, bytes: 50})
      const expected = await contentOf([source])
      const {exitCode, stdout, stderr} = await runCli(line(seed!, '--json', ...more), {limitMs: 60_000})
      expect(exitCode, stdout + stderr).to.equal(code)
      const different = differences(expected, await contentOf(cluster.primaries)).length
      const {outcome} = JSON.parse(stdout) as {outcome: {databases: Database[]}}
      expect(different).to.equal(outcome.databases[0]?.conflicting)
      if (code === 6) expect(different).to.be.greaterThan(KEYS / 8)
    })
  }

  it('the import says after a second signal that the same command continues it', async () => {
    await using cluster = await patientCluster()
    const [owner, seed] = cluster.primaries
    await using run = await RunningCli.start(line(seed!, ...SLOWLY))
    await until('keys arrive', () => run.stderr.includes('"keysTotal"'), 20_000)
    owner!.pause()
    try {
      run.kill('SIGINT')
      await until('the first signal is answered', () => run.stderr.includes('Ctrl-C again stops immediately'))
      const again = setInterval(() => run.kill('SIGINT'), 50)
      const {exitCode} = await run.ended().finally(() => clearInterval(again))
      expect(exitCode, run.stderr).to.equal(130)
    } finally {
      owner!.resume()
    }
    expect(run.stderr).to.contain(
      'Stopped immediately. Imported keys stay in the cluster. To continue, run the same',
    )
    expect(run.stderr).to.not.contain('clustertool resume')
  })
})

/** The files in which imports record their progress after a chunk. */
function progressFiles(): string[] {
  const {stateFolder} = testOperator()
  return existsSync(stateFolder)
    ? readdirSync(stateFolder).filter((name) => /^import-.*json$/.test(name))
    : []
}

/** Three owners that other nodes do not consider failed in the meantime, which would be a different fault. */
async function patientCluster(): Promise<TestCluster> {
  const cluster = await TestCluster.start({count: 3, replicas: 0, args: ['--save', '']})
  await cluster.configure('cluster-node-timeout', '60000')
  return cluster
}
