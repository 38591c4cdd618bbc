import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {contentOf, differences, fillMixed} from '../../support/dataset.js'
import {matrix} from '../../support/matrix.js'
import {runImport} from '../../support/run-import.js'
import {TestServers} from '../../support/servers.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const STANDALONE = ['--cluster-enabled', 'no']
const KEYS = 600

matrix('[I] import from a server', ({path: server, software}) => {
  let sources: TestServers
  let cluster: TestCluster
  let source: TestServer

  before(async () => {
    sources = await TestServers.start({count: 1, server, args: STANDALONE})
    source = sources.node(0)
    cluster = await TestCluster.start({count: 3, replicas: 0, server})
  })

  beforeEach(() => Promise.all([source, ...cluster.primaries].map((node) => ask(node, 'FLUSHALL'))))

  after(async () => {
    await sources[Symbol.asyncDispose]()
    await cluster[Symbol.asyncDispose]()
  })

  for (const way of ['migrate', 'stream'] as const) {
    it(`imports all types, odd names, times to live and two databases (${way})`, async () => {
      await fillMixed(source, {
        keys: KEYS,
        databases: [0, 3],
        bigBytes: way === 'migrate' ? 20_000_000 : 1000,
      })
      const [expected, other] = [await contentOf([source]), await contentOf([source], {db: 3})]
      const outcome = await runImport(cluster.shard(1).primary, source, {way})
      expect(outcome.status, JSON.stringify(outcome.troubles.shown)).to.equal('done')
      expect(outcome.samples.compared).to.be.greaterThan(20)
      expect(outcome.tallies.map(({from, to, imported, left}) => [from, to, imported, left])).to.deep.equal([
        [0, 0, KEYS, 0],
        [3, 0, KEYS + 1, 0],
      ])
      expect(await ask(source, 'DBSIZE')).to.equal(KEYS)
      const found = await contentOf(cluster.primaries)
      expect(differences(new Map([...expected, ...other]), found)).to.deep.equal([])
    })
  }

  for (const way of ['auto', 'stream'] as const) {
    it(`deletes keys from the source unless they are copied (${way})`, async () => {
      await fillMixed(source, {keys: KEYS})
      const expected = await contentOf([source])
      const outcome = await runImport(cluster.shard(0).primary, source, {copy: false, way})
      expect(outcome.status).to.equal('done')
      expect(outcome.tallies[0]).to.include({imported: KEYS, same: 0, gone: 0, left: 0})
      expect(await ask(source, 'DBSIZE')).to.equal(0)
      expect(differences(expected, await contentOf(cluster.primaries))).to.deep.equal([])
    })
  }

  it('finds the keys of an earlier import, and counts them as the same', async () => {
    await fillMixed(source, {keys: KEYS})
    await runImport(cluster.shard(0).primary, source)
    const outcome = await runImport(cluster.shard(0).primary, source, {copy: false})
    expect(outcome.status).to.equal('done')
    expect(outcome.tallies[0]).to.include({imported: 0, same: KEYS, gone: 0, left: 0})
    expect(await ask(source, 'DBSIZE')).to.equal(0)
  })

  if (software === 'valkey') {
    it('keeps databases separate if the cluster has several', async () => {
      await using many = await TestCluster.start({
        count: 3,
        replicas: 0,
        server,
        args: ['--cluster-databases', '16'],
      })
      await fillMixed(source, {keys: 300, databases: [0, 7]})
      const outcome = await runImport(many.shard(0).primary, source)
      expect(outcome.status).to.equal('done')
      for (const db of [0, 7]) {
        const found = await contentOf(many.primaries, {db})
        expect(differences(await contentOf([source], {db}), found)).to.deep.equal([])
      }
    })
  }
})
