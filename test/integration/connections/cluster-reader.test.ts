import {expect} from 'chai'
import {ClusterReader, type ReadingOutcome} from '../../../src/operations/cluster-reader.js'
import {array, bulk, RespServer} from '../../support/resp-server.js'
import {testOperator} from '../../support/state-folder.js'
import {PLAIN} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

const INFO =
  'redis_version:7.0.15\r\ncluster_enabled:1\r\nrole:master\r\nused_memory:1\r\nuptime_in_seconds:5\r\n'

/** A made-up primary, whose view can be changed while it runs. */
class MadeUpNode implements AsyncDisposable {
  readonly id: string
  view: () => string = () => ''
  /** Whether it takes commands and answers none. */
  hangs = false
  server!: RespServer

  constructor(digit: string) {
    this.id = digit.repeat(40)
  }

  async start(port = 0): Promise<void> {
    const replies: Readonly<Record<string, () => string>> = {
      'CLUSTER NODES': () => bulk(this.view()),
      'CLUSTER INFO': () => bulk('cluster_state:ok\r\ncluster_known_nodes:2\r\ncluster_current_epoch:1\r\n'),
      'CONFIG GET': () => array([bulk('cluster-node-timeout'), bulk('15000')]),
      'CLIENT LIST': () => bulk('id=1 name=\n'),
    }
    this.server = await RespServer.start(
      ([name = '', sub = '']) => {
        if (this.hangs) return undefined
        return name === 'INFO' ? bulk(INFO) : (replies[`${name} ${sub}`]?.() ?? '-ERR unknown command\r\n')
      },
      {port},
    )
  }

  /** The line about this node in a view; `own`: in its own. */
  line(slots: string, own = false): string {
    const {port} = this.server
    return `${this.id} 127.0.0.1:${port}@${port + 10_000} ${own ? 'myself,' : ''}master - 0 0 1 connected ${slots}\n`
  }

  get readings(): number {
    return this.server.received.filter(([name, sub]) => name === 'CLUSTER' && sub === 'NODES').length
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.server[Symbol.asyncDispose]()
  }
}

async function startPair(): Promise<readonly [MadeUpNode, MadeUpNode] & AsyncDisposable> {
  const [a, b] = [new MadeUpNode('a'), new MadeUpNode('b')]
  await Promise.all([a.start(), b.start()])
  a.view = () => a.line('0-8191', true) + b.line('8192-16383')
  b.view = () => a.line('0-8191') + b.line('8192-16383', true)
  const dispose = async () => void (await Promise.all([a[Symbol.asyncDispose](), b[Symbol.asyncDispose]()]))
  return Object.assign([a, b] as const, {[Symbol.asyncDispose]: dispose})
}

function readerOf(seeds: readonly MadeUpNode[], limitMs = 4000): ClusterReader {
  return new ClusterReader(
    seeds.map(({server}) => server),
    {connection: PLAIN, here: testOperator(), limitMs, signal: new AbortController().signal},
  )
}

/** The ids of the nodes that answered, by their first digits. */
function answering({reading, failure}: ReadingOutcome): string {
  if (!reading) throw new Error(failure)
  return reading.sample.snapshot.nodes
    .flatMap(({id, reachable}) => (reachable ? id.slice(0, 1) : []))
    .join('')
}

describe('[I] the reader of a cluster', () => {
  it('gives those who ask at the same time the same reading', async () => {
    await using pair = await startPair()
    await using reader = readerOf([pair[0]])
    const [first, second] = await Promise.all([reader.read(), reader.read()])
    expect(answering(first)).to.equal('ab')
    expect(second).to.equal(first)
    expect(pair.map(({readings}) => readings)).to.deep.equal([1, 1])
    expect(first.reading?.sample.stats.size).to.equal(2)
    await reader.read()
    expect(pair.map(({readings}) => readings)).to.deep.equal([2, 2])
  })

  it('asks another node of the last reading when the seed is gone, and the seed when it is back', async () => {
    await using pair = await startPair()
    await using reader = readerOf([pair[0]])
    expect(answering(await reader.read())).to.equal('ab')
    const {port} = pair[0].server
    await pair[0][Symbol.asyncDispose]()
    expect(answering(await reader.read())).to.equal('b')
    await pair[1][Symbol.asyncDispose]()
    expect((await reader.read()).failure).to.contain('can be used')
    await pair[0].start(port)
    expect(answering(await reader.read())).to.equal('a')
    await pair[1].start(pair[1].server.port)
  })

  it('asks a node that did not answer the last time, if no other answers', async () => {
    await using pair = await startPair()
    await using reader = readerOf([pair[0]])
    expect(answering(await reader.read())).to.equal('ab')
    const {port} = pair[1].server
    await pair[1][Symbol.asyncDispose]()
    expect(answering(await reader.read())).to.equal('a')
    await pair[0][Symbol.asyncDispose]()
    await pair[1].start(port)
    expect(answering(await reader.read())).to.equal('b')
    await pair[0].start(pair[0].server.port)
  })

  it('needs only one of several seeds', async () => {
    await using pair = await startPair()
    const {port} = pair[0].server
    await pair[0][Symbol.asyncDispose]()
    await using reader = readerOf([pair[0], pair[1]])
    expect(answering(await reader.read())).to.equal('b')
    await pair[0].start(port)
    expect(answering(await reader.read())).to.equal('ba')
  })

  it('ends within its limit, and says why', async () => {
    await using pair = await startPair()
    for (const node of pair) node.hangs = true
    await using reader = readerOf([pair[0]], 800)
    const hung = await reader.read()
    expect(hung.failure).to.match(/^Node \S+ cannot be used: .*200 ms/)
    expect(hung.milliseconds).to.be.lessThan(1000)
    for (const node of pair) node.hangs = false
    expect(answering(await reader.read())).to.equal('ab')
  })

  it('waits for a node that hangs for a quarter of its limit', async () => {
    await using pair = await startPair()
    await using reader = readerOf([pair[0]], 1600)
    expect(answering(await reader.read())).to.equal('ab')
    pair[1].hangs = true
    const without = await reader.read()
    expect(answering(without)).to.equal('a')
    expect(without.milliseconds).to.be.within(350, 1200)
    pair[1].hangs = false
    expect(answering(await reader.read())).to.equal('ab')
  })

  it('waits for a node that goes on hanging for half a second at most', async () => {
    await using pair = await startPair()
    await using reader = readerOf([pair[0]], 4000)
    expect(answering(await reader.read())).to.equal('ab')
    pair[1].hangs = true
    expect((await reader.read()).milliseconds).to.be.above(900)
    expect((await reader.read()).milliseconds).to.be.within(400, 900)
    pair[1].hangs = false
    await until('it is read again', async () => answering(await reader.read()) === 'ab')
  })

  it('goes over to another cluster with a node that was named, unless one of the cluster of before answers', async () => {
    await using pair = await startPair()
    await using other = new MadeUpNode('c')
    await other.start()
    const third = new MadeUpNode('d')
    await third.start()
    await using reader = readerOf([pair[0]])
    expect(answering(await reader.read())).to.equal('ab')
    const {port} = pair[0].server
    await pair[0][Symbol.asyncDispose]()
    await using rebuilt = new MadeUpNode('e')
    await rebuilt.start(port)
    const lines = () => other.line('0-5000') + third.line('5001-9000')
    rebuilt.view = () => lines() + rebuilt.line('9001-16383', true)
    other.view = () => other.line('0-5000', true) + third.line('5001-9000') + rebuilt.line('9001-16383')
    third.view = () => other.line('0-5000') + third.line('5001-9000', true) + rebuilt.line('9001-16383')
    expect(answering(await reader.read())).to.equal('b')
    await pair[1][Symbol.asyncDispose]()
    expect(answering(await reader.read())).to.equal('ecd')
    await Promise.all([third[Symbol.asyncDispose](), pair[0].start(), pair[1].start()])
  })

  it('does not believe a node that is in another cluster now', async () => {
    await using pair = await startPair()
    await using other = new MadeUpNode('c')
    await other.start()
    await using reader = readerOf([pair[0]])
    expect(answering(await reader.read())).to.equal('ab')
    await pair[0][Symbol.asyncDispose]()
    const third = new MadeUpNode('d')
    await third.start()
    pair[1].view = () => pair[1].line('0-5000', true) + other.line('5001-9000') + third.line('9001-16383')
    other.view = () => pair[1].line('0-5000') + other.line('5001-9000', true) + third.line('9001-16383')
    third.view = () => pair[1].line('0-5000') + other.line('5001-9000') + third.line('9001-16383', true)
    expect((await reader.read()).failure).to.equal(`${pair[1].server.address} is in another cluster now.`)
    await Promise.all([third[Symbol.asyncDispose](), pair[0].start()])
  })

  it('goes on with the others when the seed was removed from the cluster', async () => {
    await using pair = await startPair()
    await using reader = readerOf([pair[0]])
    expect(answering(await reader.read())).to.equal('ab')
    pair[0].view = () => pair[0].line('', true)
    pair[1].view = () => pair[1].line('0-16383', true)
    expect(answering(await reader.read())).to.equal('b')
  })
})
