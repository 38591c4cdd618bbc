import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {runImport} from '../../support/run-import.js'
import {TestServers} from '../../support/servers.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

describe('[I] import of keys that the cluster already has', () => {
  let sources: TestServers
  let cluster: TestCluster
  let source: TestServer
  let owner: TestServer

  before(async () => {
    sources = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
    source = sources.node(0)
    cluster = await TestCluster.start({count: 1, replicas: 0})
    owner = cluster.shard(0).primary
  })

  after(async () => {
    await sources[Symbol.asyncDispose]()
    await cluster[Symbol.asyncDispose]()
  })

  beforeEach(async () => {
    await Promise.all([source, owner].map((node) => ask(node, 'FLUSHALL')))
    await askAll(source, [
      ['SET', 'same', 'value'],
      ['SET', 'other', 'of the source'],
      ['SET', 'ttl', 'value', 'PX', 3_600_000],
      ['SET', 'new', 'value'],
    ])
    await askAll(owner, [
      ['SET', 'same', 'value'],
      ['SET', 'other', 'of the cluster'],
      ['SET', 'ttl', 'value'],
    ])
  })

  for (const way of ['auto', 'stream'] as const) {
    it(`changes them on neither side and reports them (${way})`, async () => {
      const outcome = await runImport(owner, source, {copy: false, way})
      expect([outcome.status, outcome.stopped]).to.deep.equal(['incomplete', undefined])
      expect(outcome.tallies[0]).to.include({imported: 1, same: 1, conflicting: 2, left: 2})
      const told = outcome.troubles.shown.map(({key, what}) => `${key.toString()}: ${what}`)
      expect(told.toSorted()).to.deep.equal([
        'other: the cluster has another value',
        'ttl: the cluster has another time to live',
      ])
      expect(await askAll(source, [['GET', 'other'], ['GET', 'ttl'], ['DBSIZE']])).to.deep.equal([
        'of the source',
        'value',
        2,
      ])
      expect(
        await askAll(owner, [
          ['GET', 'other'],
          ['TTL', 'ttl'],
          ['GET', 'new'],
        ]),
      ).to.deep.equal(['of the cluster', -1, 'value'])
    })

    it(`does not change them and ends with success with --skip-existing (${way})`, async () => {
      const outcome = await runImport(owner, source, {copy: false, existing: 'skip', way})
      expect([outcome.status, outcome.troubles.count]).to.deep.equal(['done', 0])
      expect(outcome.tallies[0]).to.include({imported: 1, same: 1, skipped: 2, conflicting: 0})
      expect(await ask(owner, 'GET', 'other')).to.equal('of the cluster')
    })

    it(`overwrites them with --replace (${way})`, async () => {
      const outcome = await runImport(owner, source, {copy: false, existing: 'replace', way})
      expect(outcome.status).to.equal('done')
      expect(outcome.tallies[0]).to.include({imported: 4, left: 0})
      expect(await ask(owner, 'GET', 'other')).to.equal('of the source')
      expect(await ask(owner, 'PTTL', 'ttl')).to.be.greaterThan(3_500_000)
      expect(await ask(source, 'DBSIZE')).to.equal(0)
    })
  }

  it('ends when the only key is the one that was used to find the way', async () => {
    await askAll(source, [['FLUSHALL'], ['SET', 'new', 'value']])
    const outcome = await runImport(owner, source, {copy: false})
    expect([outcome.status, outcome.tallies[0]?.imported]).to.deep.equal(['done', 1])
  })

  it('keeps the first one when two databases have the same key, and refuses --replace', async () => {
    await ask(owner, 'FLUSHALL')
    await askAll(source, [
      ['SELECT', 2],
      ['SET', 'new', 'of database 2'],
    ])
    const refused = await runImport(owner, source, {existing: 'replace'}).catch((error: unknown) => error)
    expect(String(refused)).to.match(/Databases 0, 2 of the source go into one database of the cluster/)
    expect(await ask(owner, 'DBSIZE')).to.equal(0)
    const outcome = await runImport(owner, source)
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.tallies.map(({from, conflicting}) => [from, conflicting])).to.deep.equal([
      [0, 0],
      [2, 1],
    ])
    expect(await ask(owner, 'GET', 'new')).to.equal('value')
  })
})
