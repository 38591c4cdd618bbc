import {appendFile, mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {execFile} from 'node:child_process'
import {basename, dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {expect} from 'chai'
import {serveRdb} from '../../../src/local/rdb-server.js'
import {ask, askAll} from '../../support/ask.js'
import {type Content, contentOf, differences} from '../../support/dataset.js'
import {fillCluster} from '../../support/fill-cluster.js'
import {matrix, serverPrograms} from '../../support/matrix.js'
import {checkWithServer, runBackup} from '../../support/run-backup.js'
import {runRestore, runVerify} from '../../support/run-restore.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {thrownBy} from '../../support/thrown.js'
import {Writer} from '../../support/writer.js'
import {temporaryFolder} from '../../unit/local/fake-server.js'

const PATIENT = {...PLAIN, commandTimeoutMs: 5000}

matrix('[I] restore and verify', (program) => {
  const isOld = program.name === 'Redis 6.0'
  let source: TestCluster
  let target: TestCluster
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let dir: string

  before(async () => {
    const server = program.path
    ;[folder, source, target] = await Promise.all([
      temporaryFolder(),
      TestCluster.start({count: 3, replicas: 0, server}),
      TestCluster.start({count: 5, replicas: 0, server}),
    ])
    await fillCluster(source, 600)
    if (!isOld) await loadFunction(source)
    dir = join(folder.path, 'backup')
  })

  after(async () => {
    await source[Symbol.asyncDispose]()
    await target[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  it('load a backup that was saved under writes into a cluster of another shape', async () => {
    const keys = Array.from({length: 100}, (_, number) => `counter:${number}`)
    await using writer = await Writer.start({nodes: source.primaries.map(({address}) => address), keys})
    expect((await runBackup(source.shard(0).primary, dir)).status).to.equal('done')
    await writer.stop()
    for (const file of await rdbsIn(dir))
      expect(await checkWithServer(program, join(dir, file))).to.match(/RDB looks OK|Checksum OK/)
    const outcome = await runRestore(dir, target.shard(3).primary, program)
    expect(outcome.status, JSON.stringify([outcome.stopped, outcome.troubles.shown])).to.equal('done')
    const saved = await contentOfBackup(dir, program.path)
    expect(saved.size).to.be.greaterThan(650)
    expect(differences(saved, await contentOf(target.primaries))).to.deep.equal([])
    if (!isOld) {
      for (const node of target.primaries)
        expect(JSON.stringify(await ask(node, 'FUNCTION', 'LIST'))).to.include('answers')
    }
  })

  if (!isOld) {
    it('load functions into primaries that a killed restore has left without them', async () => {
      await ask(target.shard(2).primary, 'FUNCTION', 'FLUSH')
      const outcome = await runRestore(dir, target.shard(3).primary, program)
      expect(outcome.status, outcome.stopped).to.equal('done')
      expect(outcome.notes.join()).to.contain('on 1 of 5 primaries')
      expect(JSON.stringify(await ask(target.shard(2).primary, 'FUNCTION', 'LIST'))).to.include('answers')
    })
  }

  it('find no difference then, and name keys that are changed or missing later', async () => {
    const {primary} = target.shard(0)
    const same = await runVerify(dir, primary, program)
    expect([same.status, same.troubles.count]).to.deep.equal(['same', 0])
    const [changed = '', gone = ''] = (await ask(primary, 'KEYS', '%s%n*')) as string[]
    await askAll(primary, [
      ['DEL', changed],
      ['DEL', gone],
      ['SET', changed, 'other'],
    ])
    const {status, files, troubles} = await runVerify(dir, primary, program)
    expect(status).to.equal('different')
    const sum = (what: 'different' | 'missing') => files.reduce((all, file) => all + file[what], 0)
    expect([sum('different'), sum('missing')]).to.deep.equal([1, 1])
    expect(troubles.shown.map(({key, what}) => `${key.toString()} ${what}`)).to.have.members([
      `${changed} the cluster has another value`,
      `${gone} the cluster does not have the key`,
    ])
    const kept = await runRestore(dir, primary, program)
    expect([kept.status, kept.troubles.count]).to.deep.equal(['incomplete', 1])
    const replaced = await runRestore(dir, primary, program, {existing: 'replace'})
    expect(replaced.status, replaced.stopped).to.equal('done')
    expect((await runVerify(dir, primary, program)).status).to.equal('same')
  })

  it('refuse a backup that is bigger than the memory of this machine, before a server is started', async () => {
    const whole = join(folder.path, 'whole')
    await runBackup(source.shard(0).primary, whole)
    const before = await contentOf(target.primaries)
    const [seed, little] = [target.shard(0).primary, {freeMemory: 1000}] as const
    for (const work of [
      () => runRestore(whole, seed, program, little),
      () => runVerify(whole, seed, program, little),
    ]) {
      const error = await thrownBy(work())
      expect(error).to.include({code: 'REFUSED'})
      expect(String(error)).to.match(
        /The 3 files have .* MB\. Servers on this machine have only 0\.0 MB of free memory/,
      )
    }
    expect(differences(before, await contentOf(target.primaries))).to.deep.equal([])
  })

  it('refuse a backup that is damaged, lacks a file, or is incomplete', async () => {
    const {primary} = target.shard(0)
    const refusal = async (allowIncomplete = false) => {
      const error = await thrownBy(runRestore(dir, primary, program, {allowIncomplete}))
      expect((await thrownBy(runVerify(dir, primary, program, {allowIncomplete}))).message).to.equal(
        error.message,
      )
      return `${error.code}: ${error.message}`
    }
    const [file = ''] = await rdbsIn(dir)
    const whole = await readFile(join(dir, file))
    await appendFile(join(dir, file), 'x')
    expect(await refusal()).to.match(
      new RegExp(`^REFUSED: The backup in \\S+ is damaged or incomplete: .*${file}`),
    )
    await rm(join(dir, file))
    expect(await refusal()).to.include(file)
    await writeFile(join(dir, file), whole)
    const facts = await readFile(join(dir, 'backup.json'), 'utf8')
    await writeFile(join(dir, 'backup.json'), facts.replace('"complete": true', '"complete": false'))
    expect(await refusal()).to.match(/^REFUSED: .*incomplete|not complete/)
    expect((await runVerify(dir, primary, program, {allowIncomplete: true})).status).to.equal('same')
  })

  if (!isOld) {
    it('accept a backup of the shipped tool', async () => {
      const {path} = program
      const tool = join(dirname(path), basename(path).replace('server', 'cli'))
      const own = join(folder.path, 'shipped')
      await mkdir(own)
      await promisify(execFile)(tool, ['--cluster', 'backup', source.shard(0).primary.address, own])
      await Promise.all(target.primaries.map((node) => ask(node, 'FLUSHALL')))
      const outcome = await runRestore(own, target.shard(0).primary, program)
      expect(outcome.status, outcome.stopped).to.equal('done')
      expect(differences(await contentOf(source.primaries), await contentOf(target.primaries))).to.deep.equal(
        [],
      )
    })
  }

  if (program.name === 'Redis 8.6') {
    it('refuse an RDB version that is too new for the cluster', async () => {
      const old = serverPrograms().find(({name}) => name === 'Redis 7.0')
      await using cluster = await TestCluster.start({count: 1, replicas: 0, ...(old && {server: old.path})})
      const told = await thrownBy(runRestore(dir, cluster.shard(0).primary, program, {allowIncomplete: true}))
      expect(told.code).to.equal('REFUSED')
      expect(told.message).to.match(
        /is an RDB of Redis, version \d+, and no server on this machine can read it and write keys in a format that the cluster can read/,
      )
    })
  }
})

async function rdbsIn(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => name.endsWith('.rdb'))
}

async function contentOfBackup(dir: string, program: string): Promise<Map<string, Content>> {
  const all = new Map<string, Content>()
  for (const file of await rdbsIn(dir)) {
    await using server = await serveRdb(join(dir, file), {
      signal: new AbortController().signal,
      limitMs: 10_000,
      program,
    })
    const connection = {...PATIENT, password: server.password}
    for (const [key, content] of await contentOf([server.address], {connection})) all.set(key, content)
  }
  return all
}

async function loadFunction(cluster: TestCluster): Promise<void> {
  const code = "#!lua name=answers\nredis.register_function('answer', function() return 42 end)"
  await Promise.all(cluster.primaries.map((node) => ask(node, 'FUNCTION', 'LOAD', code)))
}
