import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {contentOf, differences, fillMixed} from '../../support/dataset.js'
import {matrix} from '../../support/matrix.js'
import {runImport} from '../../support/run-import.js'
import {TestServers} from '../../support/servers.js'
import {TestCluster} from '../../support/test-cluster.js'

const STANDALONE = ['--cluster-enabled', 'no']

matrix('[I] import from a server', ({path: server, software}) => {
  for (const way of ['migrate', 'stream'] as const) {
    it(`brings all types, odd names, times to live and two databases (${way})`, async () => {
      await using sources = await TestServers.start({count: 1, server, args: STANDALONE})
      await using cluster = await TestCluster.start({count: 3, replicas: 0, server})
      const source = sources.node(0)
      await fillMixed(source, {keys: 3000, databases: [0, 3], bigBytes: 20_000_000})
      const [expected, other] = [await contentOf([source]), await contentOf([source], {db: 3})]
      const outcome = await runImport(cluster.shard(1).primary, source, {way})
      expect(outcome.status, JSON.stringify(outcome.troubles.shown)).to.equal('done')
      expect(outcome.samples.compared).to.be.greaterThan(30)
      expect(await contentOf([source])).to.have.length(3001)
      const found = await contentOf(cluster.primaries)
      expect(differences(new Map([...expected, ...other]), found)).to.deep.equal([])
    })
  }

  it('moves keys off the source unless it is to copy', async () => {
    await using sources = await TestServers.start({count: 1, server, args: STANDALONE})
    await using cluster = await TestCluster.start({count: 3, replicas: 0, server})
    const source = sources.node(0)
    await fillMixed(source, {keys: 2000})
    const expected = await contentOf([source])
    for (const way of ['auto', 'stream'] as const) {
      const outcome = await runImport(cluster.shard(0).primary, source, {copy: false, way})
      expect(outcome.status).to.equal('done')
      expect(await ask(source, 'DBSIZE')).to.equal(0)
      expect(differences(expected, await contentOf(cluster.primaries))).to.deep.equal([])
      if (way === 'stream') break
      await Promise.all(cluster.primaries.map((node) => ask(node, 'FLUSHALL')))
      await fillMixed(source, {keys: 2000})
    }
  })

  if (software === 'valkey') {
    it('keeps databases apart where the cluster has them', async () => {
      await using sources = await TestServers.start({count: 1, server, args: STANDALONE})
      await using cluster = await TestCluster.start({
        count: 3,
        replicas: 0,
        server,
        args: ['--cluster-databases', '16'],
      })
      const source = sources.node(0)
      await fillMixed(source, {keys: 500, databases: [0, 7]})
      const outcome = await runImport(cluster.shard(0).primary, source)
      expect(outcome.status).to.equal('done')
      for (const db of [0, 7]) {
        const found = await contentOf(cluster.primaries, {db})
        expect(differences(await contentOf([source], {db}), found)).to.deep.equal([])
      }
    })
  }
})
