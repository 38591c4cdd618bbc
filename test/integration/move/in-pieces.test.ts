import {expect} from 'chai'
import {isError} from '../../../src/domain/finding.js'
import type {KeyInPieces} from '../../../src/domain/move.js'
import type {ChangeOutcome, Event} from '../../../src/domain/outcome.js'
import {ask, askAll} from '../../support/ask.js'
import {BIG_VALUES, everythingOf, fillSet, makeBig} from '../../support/big-values.js'
import {tagOf} from '../../support/fill.js'
import {matrix} from '../../support/matrix.js'
import {type ChangeWishes, runFix, runReshard} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'
import type {TestServer} from '../../support/test-server.js'

/** So short that a key of 50 kB is a big one. */
const MAX_PAUSE_MS = 0.1
const connection = {...PLAIN, commandTimeoutMs: 10_000}

describe('[I] big keys move in pieces', function () {
  this.timeout(120_000)

  matrix('with every element', ({path}) => {
    it('of values of all types', async () => {
      await using cluster = await TestCluster.start({count: 2, replicas: 0, server: path})
      const [source, target] = endsOf(cluster)
      const keys = BIG_VALUES.map((value, slot) => ({value, key: `{${tagOf(slot)}}${value.name}`}))
      for (const {value, key} of keys) await makeBig(source, value, key)
      await ask(source, 'SET', `{${tagOf(0)}}small`, 'x')
      const before = await Promise.all(keys.map(({key}) => everythingOf(source, key)))
      const outcome = await move(cluster, `0-${keys.length - 1}`)
      expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
      const moved = inPiecesOf(outcome)
      expect(
        moved.map(({text, outcome, attempts, reason}) => [text, outcome, attempts, reason]),
      ).to.have.deep.members(keys.map(({key}) => [key, 'moved', 1, undefined]))
      for (const {pieces} of moved) expect(pieces).to.be.above(3)
      const after = await Promise.all(keys.map(({key}) => everythingOf(target, key)))
      for (const [at, {key}] of keys.entries()) expect(after[at], key).to.deep.equal(before[at])
      // No incomplete copy is left, and nothing on the source.
      expect(await ask(target, 'DBSIZE')).to.equal(keys.length + 1)
      expect(await ask(source, 'DBSIZE')).to.equal(0)
    })
  })

  it('again if a client changes them, as a whole if clients always do, and not if a client deletes them', async () => {
    await using cluster = await TestCluster.start({count: 2, replicas: 0})
    const [source, target] = endsOf(cluster)
    const [once, always, deleted] = [20, 21, 22].map((slot) => `{${tagOf(slot)}}big`) as [
      string,
      string,
      string,
    ]
    for (const key of [once, always, deleted]) await fillSet(source, key, ELEMENTS)
    let changed = 0
    const doing: Promise<unknown>[] = []
    const onEvent = (event: Event) => {
      if (event.type !== 'key-copying') return
      const key = event.copy.key.toString()
      if (key === once && changed++ === 0) doing.push(ask(source, 'SADD', key, 'new'))
      if (key === always) doing.push(ask(source, 'SADD', key, `new ${doing.length}`))
      // A client that is sent to the target then finds nothing, and begins a new value there.
      if (key === deleted)
        doing.push(ask(source, 'DEL', key).then(() => askingAt(target, ['SADD', key, 'begun again'])))
    }
    const outcome = await move(cluster, '20-22', {onEvent})
    await Promise.all(doing)
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(inPiecesOf(outcome).map(({text, outcome, attempts}) => [text, outcome, attempts])).to.deep.equal([
      [once, 'moved', 2],
      [always, 'whole', 3],
      [deleted, 'gone', 1],
    ])
    expect(inPiecesOf(outcome)[1]?.reason).to.match(/clients changed it/)
    expect(await ask(target, 'SCARD', once)).to.equal(ELEMENTS + 1)
    expect(await ask(target, 'SISMEMBER', once, 'new')).to.equal(1)
    expect(await ask(target, 'SCARD', always)).to.equal(ELEMENTS + 3)
    expect(await ask(target, 'SMEMBERS', deleted)).to.deep.equal(['begun again'])
    expect(await ask(target, 'DBSIZE')).to.equal(3)
    expect(await ask(source, 'DBSIZE')).to.equal(0)
  })

  it('or stay with all other keys of their slot, if clients always change them and MIGRATE would take too long', async () => {
    await using cluster = await TestCluster.start({count: 2, replicas: 0})
    const [source, target] = endsOf(cluster)
    const key = `{${tagOf(31)}}big`
    await fillSet(source, key, 40_000, 2000)
    for (let number = 0; number < 20; number++) await ask(source, 'SET', `{${tagOf(31)}}${number}`, 'x')
    // One MIGRATE may hold the source for 750 ms, and would take longer for 80 MB.
    const doing: Promise<unknown>[] = []
    const onEvent = (event: Event) => {
      if (event.type === 'key-copying') doing.push(ask(source, 'SADD', key, `new ${doing.length}`))
    }
    const outcome = await move(cluster, '31', {onEvent, moving: {maxPauseMs: 10}})
    await Promise.all(doing)
    const [step] = outcome.steps
    expect(step?.error).to.match(/big.*--allow-big-keys/s)
    expect(step?.move?.unmoved).to.deep.equal([{start: 31, end: 31}])
    expect(inPiecesOf(outcome).map(({outcome, attempts}) => [outcome, attempts])).to.deep.equal([
      ['whole', 3],
    ])
    expect(await ask(source, 'DBSIZE')).to.equal(21)
    expect(await ask(target, 'DBSIZE')).to.equal(0)
    expect(String(await ask(source, 'CLUSTER', 'NODES'))).to.not.match(/->-|-<-/)
  })

  it('or stay, without a trace on a target that has no memory for them', async () => {
    await using cluster = await TestCluster.start({count: 2, replicas: 0})
    const [source, target] = endsOf(cluster)
    const key = `{${tagOf(30)}}big`
    await fillSet(source, key, ELEMENTS)
    const used = Number(/used_memory:(\d+)/.exec(String(await ask(target, 'INFO', 'memory')))?.[1])
    await ask(target, 'CONFIG', 'SET', 'maxmemory', used + 1_500_000)
    const outcome = await move(cluster, '30')
    const [step] = outcome.steps
    expect(step?.error).to.match(/cannot be moved .* OOM/)
    expect(step?.move?.unmoved).to.deep.equal([{start: 30, end: 30}])
    expect(await ask(source, 'SCARD', key)).to.equal(ELEMENTS)
    expect(await ask(target, 'DBSIZE')).to.equal(0)
    expect(String(await ask(source, 'CLUSTER', 'NODES'))).to.not.match(/->-|-<-/)
  })
})

describe('[I] a big key that moves in pieces is not lost', function () {
  this.timeout(120_000)

  for (const end of ['source', 'target'] as const) {
    it(`when a replica of the ${end} takes over meanwhile`, async () => {
      await using cluster = await TestCluster.start({count: 6, replicas: 1})
      const [source, , target] = cluster.primaries
      if (!source || !target) throw new Error('too few primaries')
      const key = `{${tagOf(40)}}big`
      await fillSet(source, key, ELEMENTS)
      await ask(source, 'WAIT', 1, 10_000)
      const replica = cluster.replica(end === 'source' ? 0 : 2)
      let takeover: Promise<unknown> | undefined
      const outcome = await runReshard(
        source,
        {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: '40'},
        {
          method: 'keys',
          connection,
          moving: {maxPauseMs: MAX_PAUSE_MS},
          onEvent: ({type}) =>
            void (type === 'key-copying' && (takeover ??= ask(replica, 'CLUSTER', 'FAILOVER', 'TAKEOVER'))),
        },
      )
      await takeover
      expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('incomplete')
      // The client asks whom the nodes name.
      const repaired = await runFix(cluster.shard(1).primary, {searchOwners: true}, {connection})
      expect(repaired.findings.filter(isError), JSON.stringify(repaired.steps)).to.deep.equal([])
      const owner = await until('somebody has the key', async () => (await ownersOf(cluster, key))[0])
      expect(await ask(owner, 'SCARD', key)).to.equal(ELEMENTS)
      await until('nobody has an incomplete copy', async () => (await copiesIn(cluster)).length === 0)
    })
  }
})

const ELEMENTS = 60_000

/** Primaries that have a key. */
async function ownersOf(cluster: TestCluster, key: string): Promise<TestServer[]> {
  const found = await Promise.all(
    cluster.nodes.map(async (node) => {
      const [role, keys] = await askAll(node, [['ROLE'], ['KEYS', key]])
      return String(role).startsWith('master') && (keys as string[]).length > 0
    }),
  )
  return cluster.nodes.filter((_, at) => found[at])
}

async function copiesIn(cluster: TestCluster): Promise<string[]> {
  const lists = await Promise.all(cluster.nodes.map((node) => ask(node, 'KEYS', 'clustertool:copy:*')))
  return lists.flat() as string[]
}

function endsOf({primaries: [source, target]}: TestCluster): [TestServer, TestServer] {
  if (!source || !target) throw new Error('too few primaries')
  return [source, target]
}

function move(cluster: TestCluster, slots: string, wishes: ChangeWishes = {}): Promise<ChangeOutcome> {
  const [source, target] = endsOf(cluster)
  return runReshard(
    source,
    {to: cluster.idOf(target), from: [cluster.idOf(source)], slots},
    {method: 'keys', connection, moving: {maxPauseMs: MAX_PAUSE_MS}, ...wishes},
  )
}

function inPiecesOf({steps}: ChangeOutcome): readonly KeyInPieces[] {
  return steps.flatMap(({move}) => move?.inPieces ?? [])
}

async function askingAt(node: TestServer, command: readonly string[]): Promise<void> {
  const [, reply] = await askAll(node, [['ASKING'], command])
  if (reply instanceof Error) throw reply
}
