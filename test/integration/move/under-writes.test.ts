import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {fill} from '../../support/fill.js'
import {matrix} from '../../support/matrix.js'
import {runReshard} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {keysIn, lostWrites, Writer} from '../../support/writer.js'

const RANGES = [{start: 0, end: 1999}]

describe('[I] slots move while a client writes', function () {
  this.timeout(240_000)

  matrix('and no acknowledged write is lost', ({path, software, version}) => {
    const isAtomic = software === 'valkey' ? version >= '9' : version.startsWith('8')
    for (const method of isAtomic ? (['keys', 'atomic'] as const) : (['keys'] as const)) {
      it(`by ${method}`, async () => {
        await using cluster = await TestCluster.start({count: 4, replicas: 0, server: path})
        const {primary: source} = cluster.shard(0)
        const {primary: target} = cluster.shard(3)
        const keys = await fill(source, {ranges: RANGES, keysPerSlot: 20})
        await using writer = await Writer.start({
          nodes: cluster.primaries.map(({address}) => address),
          keys: keysIn(0, 1999, 500),
        })
        const outcome = await runReshard(
          source,
          {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: '0-1999'},
          {
            method,
            connection: {...PLAIN, commandTimeoutMs: 5000},
          },
        )
        const report = await writer.stop()
        expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
        const [move] = outcome.steps
        expect(move?.move?.moved).to.deep.equal(RANGES)
        expect(move?.move?.method.startsWith(method)).to.equal(true)
        expect(move?.move?.keys).to.be.at.least(keys)
        expect(report.writes).to.be.above(100)
        expect(await lostWrites(source, report)).to.deep.equal([])
        expect(await ask(target, 'DBSIZE')).to.be.at.least(keys)
      })
    }
  })

  it('and a lost write is noticed', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const seed = cluster.shard(0).primary
    await using writer = await Writer.start({
      nodes: cluster.primaries.map(({address}) => address),
      keys: keysIn(0, 5000, 50),
    })
    const report = await writer.stop()
    expect(await lostWrites(seed, report)).to.deep.equal([])
    const [first] = report.acknowledged
    if (!first) throw new Error('nothing was written')
    const wrong = {acknowledged: [[first[0], first[1] + 1] as const, ...report.acknowledged.slice(1)]}
    expect(await lostWrites(seed, wrong)).to.have.length(1)
  })
})
