import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import type {BigKeysOutcome} from '../../../src/domain/big-keys.js'
import {bigKeys, type BigKeysRequest} from '../../../src/operations/big-keys.js'
import {ask, askAll} from '../../support/ask.js'
import {serverPrograms} from '../../support/matrix.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {TestServers} from '../../support/servers.js'
import {until} from '../../support/until.js'

const REQUEST: BigKeysRequest = {
  top: 3,
  atLeast: 0,
  delimiter: ':',
  depth: 1,
  rate: undefined,
  replicas: false,
  resume: false,
}

const KEYS = 3000

describe('[I] big keys', function () {
  this.timeout(60_000)
  let cluster: TestCluster
  let stateFolder: string

  before(async () => {
    cluster = await TestCluster.start({count: 6, replicas: 1})
    stateFolder = mkdtempSync(join(tmpdir(), 'clustertool-big-'))
    const writes = [
      ...Array.from({length: KEYS}, (_, at) => ['SET', `user:${at}`, 'v'.repeat(10)]),
      ['SET', 'file:2', 'x'.repeat(2_000_000)],
      ['RPUSH', 'list', ...Array.from({length: 500}, () => 'x'.repeat(1000))],
    ]
    // Each node refuses the keys of the others.
    await Promise.all(cluster.primaries.map((node) => askAll(node, writes)))
  })

  after(async () => {
    await cluster[Symbol.asyncDispose]()
    rmSync(stateFolder, {recursive: true})
  })

  function search(request: Partial<BigKeysRequest> = {}, stopping?: StopAfter): Promise<BigKeysOutcome> {
    const {signal, onProgress} = stopping ?? {signal: new AbortController().signal, onProgress() {}}
    const context = {connection: PLAIN, stateFolder, signal, onProgress}
    return bigKeys(cluster.shard(0).primary, {...REQUEST, ...request}, context)
  }

  it('of all shards are found, with their types and pauses, and memory by prefix', async () => {
    const {status, keys, prefixes, scanned, total, nodes} = await search()
    expect({status, scanned, total}).to.deep.equal({status: 'done', scanned: KEYS + 2, total: KEYS + 2})
    expect(keys).to.have.length(3)
    expect(keys.slice(0, 2).map(({key, type}) => [key.toString(), type])).to.deep.equal([
      ['file:2', 'string'],
      ['list', 'list'],
    ])
    expect(keys[0]?.bytes).to.be.within(2_000_000, 3_000_000)
    expect(keys[0]?.pauseMs).to.be.within(20, 31)
    expect(prefixes.map(({prefix, keys}) => [prefix?.toString(), keys])).to.deep.equal([
      ['file:', 1],
      ['', 1],
      ['user:', KEYS],
    ])
    expect(nodes.map(({node, complete}) => [node, complete])).to.deep.equal(
      cluster.primaries.map((node) => [cluster.idOf(node), true]),
    )
  })

  it('are looked for on replicas if that is asked for', async () => {
    const replicas = cluster.shards.map(({replicas}) => cluster.idsOf(replicas))
    const settled = async () =>
      (await Promise.all(cluster.shards.map(({primary}) => ask(primary, 'WAIT', 1, 100)))).every(
        (n) => n === 1,
      )
    await until('replicas have all keys', settled)
    const {keys, nodes, scanned} = await search({replicas: true, atLeast: 100_000})
    expect(nodes.map(({node}) => [node])).to.deep.equal(replicas)
    expect(scanned).to.equal(KEYS + 2)
    expect(keys.map(({key}) => key.toString())).to.deep.equal(['file:2', 'list'])
  })

  it('are told as far as they were found when the user stops, and the rest later', async () => {
    const first = await search({rate: 2000}, stopAfter(600))
    expect(first.status).to.equal('stopped')
    expect(first.resumable).to.equal(true)
    expect(first.scanned).to.be.within(400, KEYS - 200)
    expect(readdirSync(stateFolder)).to.have.length(1)
    const second = await search({rate: 2000, resume: true})
    expect(second).to.deep.include({status: 'done', resumed: true, scanned: KEYS + 2, resumable: false})
    expect(second.keys[0]?.key.toString()).to.equal('file:2')
    // It read only what was left.
    expect(second.elapsedMs).to.be.below(((KEYS - first.scanned) / 2000 / 2) * 1000 + 5000)
    expect(readdirSync(stateFolder)).to.deep.equal([])
    expect((await search({resume: true})).resumed).to.equal(false)
  })

  it('are read no faster than the rate', async () => {
    const start = performance.now()
    await search({rate: 1000})
    // A third of the keys is on each node; the last batch is not waited for.
    expect(performance.now() - start).to.be.above(500)
  })

  it('are read again from a node that was restarted, whose cursors mean nothing', async () => {
    await search({rate: 2000}, stopAfter(600))
    const {primary} = cluster.shard(0)
    await primary.restart()
    const again = await search({resume: true})
    expect(again.status).to.equal('done')
    expect(again.resumed).to.equal(true)
  })

  it('of the other nodes are found if one goes away, which is named', async () => {
    const {primary} = cluster.shard(2)
    let killing: Promise<void> | undefined
    const {signal} = new AbortController()
    const onProgress = ({keys}: {keys: number}) => {
      if (keys >= 600) killing ??= primary.kill()
    }
    const lost = await search({rate: 1000}, {signal, onProgress})
    await killing
    expect(lost).to.include({status: 'incomplete', resumable: true})
    const [first, second, third] = lost.nodes
    expect([first?.complete, second?.complete, third?.complete]).to.deep.equal([true, true, false])
    expect(third?.error).to.be.a('string')
    expect(third?.scanned).to.be.above(0)
  })

  it('are found in all databases of Valkey 9', async function () {
    const program = serverPrograms().find(({name}) => /^Valkey (9|\d\d)/.test(name))
    if (!program) return this.skip()
    const args = ['--cluster-databases', '4']
    await using server = await TestServers.start({count: 1, server: program.path, args})
    const node = server.node(0)
    await askAll(node, [
      ['CLUSTER', 'ADDSLOTSRANGE', 0, 16_383],
      ['SET', 'a', 'x'],
    ])
    await until('the cluster is up', async () =>
      String(await ask(node, 'CLUSTER', 'INFO')).includes('cluster_state:ok'),
    )
    await askAll(node, [
      ['SET', 'a', 'x'],
      ['SELECT', 3],
      ['SET', 'a', 'x'.repeat(5000)],
      ['RPUSH', 'b', 'x'],
    ])
    const context = {connection: PLAIN, stateFolder, signal: new AbortController().signal, onProgress() {}}
    const {keys} = await bigKeys(node, REQUEST, context)
    expect(keys.map(({db, key, type}) => [db, key.toString(), type])).to.deep.equal([
      [3, 'a', 'string'],
      [3, 'b', 'list'],
      [0, 'a', 'string'],
    ])
  })
})

type StopAfter = {readonly signal: AbortSignal; readonly onProgress: (progress: {keys: number}) => void}

/** Stops as the user does, when this many keys were found. */
function stopAfter(keys: number): StopAfter {
  const stop = new AbortController()
  return {
    signal: stop.signal,
    onProgress(progress) {
      if (progress.keys >= keys) stop.abort()
    },
  }
}
