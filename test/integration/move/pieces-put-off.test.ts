import {expect} from 'chai'
import type {ControlReply, ControlRequest, ControlStatus} from '../../../src/domain/control.js'
import type {ChangeOutcome} from '../../../src/domain/outcome.js'
import {ask, askAll} from '../../support/ask.js'
import {fillSet} from '../../support/big-values.js'
import {tagOf} from '../../support/fill.js'
import {runReshard} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const ELEMENTS = 60_000
const key = `{${tagOf(61)}}big`
/** Keys of three slots; the big one is in the second. */
const SMALL = [60, 61, 62].flatMap((slot) => [1, 2, 3].map((number) => `{${tagOf(slot)}}${number}`))

/** A move of a big key and small ones, which takes several seconds: the rate lets the big one move slowly. */
class SlowMove implements AsyncDisposable {
  readonly cluster: TestCluster
  readonly source: TestServer
  readonly target: TestServer
  readonly stopper = new AbortController()
  private answer: ((request: ControlRequest) => Promise<ControlReply>) | undefined
  private outcome: Promise<ChangeOutcome> | undefined

  private constructor(cluster: TestCluster) {
    this.cluster = cluster
    ;[this.source, this.target] = cluster.primaries as [TestServer, TestServer]
  }

  static async start(bytesPerSecond: number): Promise<SlowMove> {
    const move = new SlowMove(await TestCluster.start({count: 2, replicas: 0}))
    const {cluster, source, target} = move
    await fillSet(source, key, ELEMENTS)
    for (const name of SMALL) await ask(source, 'SET', name, 'x')
    move.outcome = runReshard(
      source,
      {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: '60-62'},
      {
        method: 'keys',
        connection: {...PLAIN, commandTimeoutMs: 10_000},
        moving: {maxPauseMs: 0.1, rate: {unit: 'bytes', perSecond: bytesPerSecond}},
        signal: move.stopper.signal,
        onControl: (answer) => (move.answer = answer),
      },
    )
    // Before its first piece, there would be nothing to say about a copy.
    await until('the target has a piece of the big key', async () => {
      return Number(await ask(target, 'CLUSTER', 'COUNTKEYSINSLOT', 61)) > 0
    })
    return move
  }

  async tell(request: ControlRequest): Promise<ControlStatus> {
    const reply = await this.answer?.(request)
    if (!reply || 'refused' in reply) throw new Error(`it was refused: ${reply?.refused}`)
    return reply.status
  }

  async ended(): Promise<ChangeOutcome> {
    if (!this.outcome) throw new Error('it was not started')
    return this.outcome
  }

  /** What the nodes say about open slots. */
  async marks(): Promise<readonly string[]> {
    const views = await Promise.all([this.source, this.target].map((node) => ask(node, 'CLUSTER', 'NODES')))
    return views.flatMap((view) => String(view).match(/\[[^\]]+\]/g) ?? [])
  }

  async keys(): Promise<readonly number[]> {
    return Promise.all([this.source, this.target].map(async (node) => Number(await ask(node, 'DBSIZE'))))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stopper.abort()
    await this.outcome?.catch(() => undefined)
    await this.cluster[Symbol.asyncDispose]()
  }
}

/** At this rate the whole key takes a minute. */
const SLOW = 60_000

describe('[I] a big key that is being copied', function () {
  this.timeout(120_000)

  it('stays with its slot for a pause, so that nothing is open, and moves when the run goes on', async () => {
    await using move = await SlowMove.start(SLOW)
    const since = performance.now()
    const paused = await move.tell({do: 'pause', by: 'a test', limitMs: 30_000})
    expect(paused.state).to.equal('paused')
    expect(performance.now() - since).to.be.below(20_000)
    expect(await move.marks()).to.deep.equal([])
    // The other two slots of the window have moved; of the copy nothing is left.
    expect(await move.keys()).to.deep.equal([4, 6])
    // Clients go on with it.
    await ask(move.source, 'SADD', key, 'meanwhile')
    await move.tell({do: 'set', by: 'a test', settings: {rate: null}})
    await move.tell({do: 'resume', by: 'a test'})
    const outcome = await move.ended()
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(outcome.steps.flatMap(({notes = []}) => notes).join('\n')).to.match(
      /big.* stays on .* for now\. When the move goes on, it is copied from its start\./,
    )
    expect(await move.keys()).to.deep.equal([0, SMALL.length + 1])
    expect(await ask(move.target, 'SCARD', key)).to.equal(ELEMENTS + 1)
    expect(await ask(move.target, 'SISMEMBER', key, 'meanwhile')).to.equal(1)
  })

  it('stays with its slot when the run is stopped', async () => {
    await using move = await SlowMove.start(SLOW)
    const since = performance.now()
    move.stopper.abort()
    const outcome = await move.ended()
    expect(performance.now() - since).to.be.below(20_000)
    const [step] = outcome.steps
    expect(step?.error).to.match(/^stopped after 2 of 3 slots, as requested$/)
    expect(step?.move?.unmoved).to.deep.equal([{start: 61, end: 61}])
    expect(await move.marks()).to.deep.equal([])
    expect(await move.keys()).to.deep.equal([4, 6])
    expect(await ask(move.source, 'SCARD', key)).to.equal(ELEMENTS)
  })

  it('moves to its end in spite of a pause, if a client has written to the target by then', async () => {
    await using move = await SlowMove.start(SLOW)
    const written = `{${tagOf(61)}}written at the target`
    await until('the slot is open', async () => (await move.marks()).some((mark) => mark.includes('61->-')))
    const [, reply] = await askAll(move.target, [['ASKING'], ['SET', written, 'x']])
    expect(reply).to.equal('OK')
    // It could not be put back otherwise than by moving that key, too.
    const pausing = await move.tell({do: 'pause', by: 'a test', limitMs: 0})
    expect(pausing.state).to.equal('pausing')
    await move.tell({do: 'set', by: 'a test', settings: {rate: null}})
    // It was the last move, so nothing is left to be paused.
    const outcome = await move.ended()
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(await move.marks()).to.deep.equal([])
    expect(await move.keys()).to.deep.equal([0, SMALL.length + 2])
    expect(await ask(move.target, 'SCARD', key)).to.equal(ELEMENTS)
  })
})
