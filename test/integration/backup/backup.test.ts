import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {NODES_FILE} from '../../../src/domain/backup.js'
import {serveRdb} from '../../../src/local/rdb-server.js'
import {keySlot} from '../../../src/redis/key-slot.js'
import {connect, disconnect} from '../../../src/redis/connection.js'
import {readBackup} from '../../../src/storage/backup-folder.js'
import {checkBackup} from '../../../src/storage/check-backup.js'
import {ask} from '../../support/ask.js'
import {matrix, type ServerProgram} from '../../support/matrix.js'
import {checkWithServer, readNodes, runBackup} from '../../support/run-backup.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {thrownBy} from '../../support/thrown.js'
import {Writer} from '../../support/writer.js'
import {temporaryFolder} from '../../unit/local/fake-server.js'

matrix('[I] backup', function (program) {
  let cluster: TestCluster
  let folder: Awaited<ReturnType<typeof temporaryFolder>>

  before(async function () {
    this.timeout(240_000)
    folder = await temporaryFolder()
    cluster = await TestCluster.start({count: 6, replicas: 1, server: program.path})
    for (const [command, key, ...args] of valuesFor(program)) {
      await ask(ownerOf(cluster, key), command, key, ...args)
    }
  })

  after(async () => {
    await cluster[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  for (const diskless of ['no', 'yes']) {
    it(`saves every key under writes, with repl-diskless-sync ${diskless}`, async () => {
      const dir = join(folder.path, `diskless-${diskless}`)
      await cluster.configure('repl-diskless-sync', diskless)
      const nodes = cluster.primaries.map(({address}) => address)
      await using writer = await Writer.start({nodes, keys: Array.from({length: 50}, (_, at) => `w${at}`)})
      const outcome = await runBackup(cluster.shard(0).primary, dir)
      await writer.stop()
      expect(outcome.status, JSON.stringify(outcome)).to.equal('done')
      expect(outcome.results.map((result) => 'checksum' in result && result.checksum)).to.deep.equal(
        Array(3).fill('verified'),
      )
      expect(await checkBackup(dir)).to.deep.equal([])
      await expectSound(program, dir)
      await expectKeys(program, dir)
    })
  }

  it('saves from replicas, and replaces a backup only with --replace', async () => {
    const dir = join(folder.path, 'replicas')
    const {primary} = cluster.shard(0)
    await Promise.all(cluster.primaries.map((node) => ask(node, 'WAIT', 1, 5000)))
    const {status, results} = await runBackup(primary, dir, {fromReplicas: true, parallel: 2})
    expect([status, ...results.map(({source}) => source.role)]).to.deep.equal(['done', ...REPLICAS])
    await expectKeys(program, dir)
    expect((await thrownBy(runBackup(primary, dir))).code).to.equal('REFUSED')
    const {results: again} = await runBackup(primary, dir, {replace: true})
    expect(again.map(({source}) => source.role)).to.deep.equal(['primary', 'primary', 'primary'])
    expect(await checkBackup(dir)).to.deep.equal([])
    expect(await readdir(dir)).to.have.lengthOf(5)
  })

  it('refuses slots that are being moved, or marks them if told to save anyway', async () => {
    const dir = join(folder.path, 'open')
    const [one, other] = cluster.primaries
    if (!one || !other) throw new Error('too few primaries')
    await ask(one, 'CLUSTER', 'SETSLOT', 5, 'MIGRATING', cluster.idOf(other))
    const {code, message} = await thrownBy(runBackup(one, dir))
    expect([code, message.slice(0, 24)]).to.deep.equal(['UNHEALTHY', 'Slots 5 are being moved,'])
    expect(await readdir(folder.path)).not.to.include('open')
    const outcome = await runBackup(one, dir, {allowIncomplete: true})
    await ask(one, 'CLUSTER', 'SETSLOT', 5, 'STABLE')
    expect([outcome.status, outcome.uncertainSlots]).to.deep.equal(['incomplete', [{start: 5, end: 5}]])
    const nodes = await readNodes(dir)
    expect(nodes.map(({complete}) => complete)).to.deep.equal(Array(6).fill(false))
    expect(nodes.find(({name}) => name === cluster.idOf(one))?.migrating).to.deep.equal({
      5: cluster.idOf(other),
    })
    expect((await checkBackup(dir)).map(({code}) => code)).to.deep.equal(['incomplete'])
  })

  it('refuses a cluster with a dead shard, or marks the slots if told to save the rest', async function () {
    this.timeout(240_000)
    const dir = join(folder.path, 'dead')
    const {primary, replicas} = cluster.shard(2)
    await cluster.configure('cluster-node-timeout', '500')
    await Promise.all([primary, ...replicas].map((node) => node.kill()))
    const seed = cluster.shard(0).primary
    const {code, message} = await thrownBy(runBackup(seed, dir))
    expect(code).to.equal('UNHEALTHY')
    expect(message).to.match(/^The keys of slots 10923-16383 cannot be saved/)
    const outcome = await runBackup(seed, dir, {allowIncomplete: true})
    expect([outcome.status, outcome.results.length]).to.deep.equal(['incomplete', 2])
    const {description, missingSlots} = await readBackup(dir)
    expect(missingSlots).to.deep.equal([{start: 10_923, end: 16_383}])
    expect(description?.complete).to.equal(false)
    expect(description?.missing_slots).to.deep.equal([[10_923, 16_383]])
    expect(description?.missing_nodes.map(({address}) => address)).to.deep.equal([primary.address])
  })
})

const REPLICAS = ['replica', 'replica', 'replica']

type Value = readonly [command: string, key: string, ...args: (string | number)[]]

function valuesFor({software, version}: ServerProgram): Value[] {
  const values: Value[] = [
    ['SET', 'text', 'value'],
    ['SET', 'number', 12_345],
    ['SETEX', 'passing', 100_000, 'value'],
    ['RPUSH', 'list', ...Array.from({length: 300}, (_, at) => `item${at}`)],
    ['HSET', 'hash', 'field', 'value'],
    ['SADD', 'set', 1, 2, 3],
    ['ZADD', 'sorted', 1.5, 'one'],
    ['XADD', 'stream', '*', 'field', 'value'],
    ['SET', 'big', 'x'.repeat(300_000)],
    ...Array.from({length: 100}, (_, at): Value => ['SET', `key${at}`, at]),
  ]
  // Older RDB versions cannot contain fields that expire.
  if (software === 'valkey' || Number(version.split('.')[0]) >= 8) {
    values.push(['HSET', 'fields', 'passing', 1], ['HEXPIRE', 'fields', 100_000, 'FIELDS', 1, 'passing'])
  }
  return values
}

function ownerOf(cluster: TestCluster, key: string) {
  // Three primaries share the slots evenly, in order.
  return cluster.shard(Math.min(2, Math.floor(keySlot(Buffer.from(key)) / 5461.34))).primary
}

async function expectSound(program: ServerProgram, dir: string): Promise<void> {
  const {files} = await readBackup(dir)
  expect(files.size).to.equal(3)
  const said = await Promise.all([...files.values()].map((file) => checkWithServer(program, join(dir, file))))
  for (const text of said) expect(text).to.match(/RDB looks OK/)
  expect(await readdir(dir))
    .to.include(NODES_FILE)
    .and.to.have.lengthOf(5)
}

/** Loads the files into servers on this machine, in parallel, and looks for every key. */
async function expectKeys(program: ServerProgram, dir: string): Promise<void> {
  const {files} = await readBackup(dir)
  const found = await Promise.all(
    [...files.values()].map(async (file) => {
      await using server = await serveRdb(join(dir, file), {
        signal: new AbortController().signal,
        limitMs: 10_000,
        program: program.path,
      })
      const redis = await connect(server.address, {...PLAIN, password: server.password})
      const keys = await redis.keys('*')
      const types = await Promise.all(keys.map((key) => redis.type(key)))
      disconnect(redis)
      return keys.map((key, index) => [key, types[index]] as const)
    }),
  )
  const types = new Map(found.flat())
  for (const [command, key] of valuesFor(program)) expect(types.has(key), `${command} ${key}`).to.equal(true)
  expect(['list', 'hash', 'set', 'sorted', 'stream'].map((key) => types.get(key))).to.deep.equal([
    'list',
    'hash',
    'set',
    'zset',
    'stream',
  ])
}
