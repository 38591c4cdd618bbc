import {expect} from 'chai'
import type {ChangeOutcome} from '../../../src/domain/outcome.js'
import {ask, askAll} from '../../support/ask.js'
import {fillSet} from '../../support/big-values.js'
import {tagOf} from '../../support/fill.js'
import {NodeProxy} from '../../support/node-proxy.js'
import {runReshard} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const SLOT = 63
const key = `{${tagOf(SLOT)}}big`
const ELEMENTS = 20_000
/** Longer than half of the node timeout, after which a copy is not handed over. */
const LATE_MS = 1700

/** Two primaries of which one is reached through a proxy, and a big key on the first. */
class Ends implements AsyncDisposable {
  readonly source: TestServer
  readonly target: TestServer
  readonly proxy: NodeProxy
  private readonly cluster: TestCluster
  private readonly port: number

  private constructor(cluster: TestCluster, proxy: NodeProxy, port: number) {
    this.cluster = cluster
    this.proxy = proxy
    this.port = port
    ;[this.source, this.target] = cluster.primaries as [TestServer, TestServer]
  }

  static async start(before: 'source' | 'target'): Promise<Ends> {
    const cluster = await TestCluster.start({count: 2, replicas: 0})
    const {port} = cluster.shard(before === 'source' ? 0 : 1).primary
    const ends = new Ends(cluster, await NodeProxy.start(port), port)
    await fillSet(ends.source, key, ELEMENTS)
    await ask(ends.source, 'SET', `{${tagOf(SLOT)}}small`, 'x')
    return ends
  }

  move(): Promise<ChangeOutcome> {
    const {cluster, source, target, proxy, port} = this
    const host = '127.0.0.1'
    const addressMap = [{announced: {host, port}, reachable: {host, port: proxy.port}}]
    return runReshard(
      source,
      {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: String(SLOT)},
      {
        method: 'keys',
        connection: {...PLAIN, commandTimeoutMs: 10_000, addressMap},
        moving: {maxPauseMs: 0.1},
      },
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.proxy[Symbol.asyncDispose]()
    await this.cluster[Symbol.asyncDispose]()
  }
}

function notesOf({steps}: ChangeOutcome): string {
  return steps.flatMap(({notes = []}) => notes).join('\n')
}

describe('[I] a big key that is handed over', function () {
  this.timeout(120_000)

  it('has moved if the source gave it away, although its answer was lost, and the run says so', async () => {
    await using ends = await Ends.start('source')
    ends.proxy.beforeReplyTo('EXEC', () => Promise.resolve('lose'))
    const outcome = await ends.move()
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(notesOf(outcome)).to.match(
      /did not answer when it gave away the .*big.*, and does not have it any more/,
    )
    expect(await ask(ends.source, 'DBSIZE')).to.equal(0)
    expect(await ask(ends.target, 'DBSIZE')).to.equal(2)
    expect(await ask(ends.target, 'SCARD', key)).to.equal(ELEMENTS)
  })

  it('stays deleted, if a client deletes it while the target is late to answer', async () => {
    await using ends = await Ends.start('target')
    await ask(ends.source, 'CONFIG', 'SET', 'cluster-node-timeout', 3000)
    let late = 0
    ends.proxy.beforeReplyTo('RENAME', async () => {
      const since = performance.now()
      await ask(ends.source, 'DEL', key)
      await new Promise((resolve) => setTimeout(resolve, LATE_MS))
      late = performance.now() - since
      return 'pass'
    })
    const outcome = await ends.move()
    expect(late).to.be.above(1500)
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(await ask(ends.source, 'DBSIZE')).to.equal(0)
    expect(await ask(ends.target, 'KEYS', '*')).to.deep.equal([`{${tagOf(SLOT)}}small`])
  })

  it('stays on the target if the source is started again without its data in that time', async () => {
    await using ends = await Ends.start('target')
    await ask(ends.source, 'CONFIG', 'SET', 'cluster-node-timeout', 3000)
    ends.proxy.beforeReplyTo('RENAME', async () => {
      const since = performance.now()
      await ends.source.restart()
      const isUp = async () => String(await ask(ends.source, 'CLUSTER', 'INFO')).includes('cluster_state:ok')
      await until('the source serves again', isUp, 9000)
      await until('it is late', () => performance.now() - since > LATE_MS)
      return 'pass'
    })
    await ends.move()
    expect(await ask(ends.source, 'DBSIZE')).to.equal(0)
    const [, elements] = await askAll(ends.target, [['ASKING'], ['SCARD', key]])
    expect(elements).to.equal(ELEMENTS)
  })
})
