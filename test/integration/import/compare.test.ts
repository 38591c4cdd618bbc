import {expect} from 'chai'
import {readSaved} from '../../../src/journal/saved-keys.js'
import {ask, askAll} from '../../support/ask.js'
import {fillSet} from '../../support/big-values.js'
import {fillMixed} from '../../support/dataset.js'
import {matrix} from '../../support/matrix.js'
import {differencesIn, runCompare} from '../../support/run-compare.js'
import {runImport} from '../../support/run-import.js'
import {SourceAndCluster} from '../../support/source-and-cluster.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

type Words = readonly (string | number)[]

const VALUE = 'the cluster has another value'
const TTL = 'the cluster has another time to live'
const MISSING = 'the cluster does not have the key'
const EXTRA = 'only the cluster has the key'

/** A key of a type, and what is done to the cluster's copy. */
type Planted = {
  readonly make: (key: string) => Words[]
  readonly harm: (key: string) => Words
  readonly what: string
}

const STRING = (key: string): Words[] => [['SET', key, 'value']]
const LIST = (key: string): Words[] => [['RPUSH', key, 'a', 'b', 'c']]
const SET = (key: string): Words[] => [['SADD', key, 'a', 'b', 'c']]
const HASH = (key: string): Words[] => [['HSET', key, 'a', 1, 'b', 2]]
const ZSET = (key: string): Words[] => [['ZADD', key, 1, 'a', 2, 'b']]
const STREAM = (key: string): Words[] => [
  ['XADD', key, '1-1', 'f', 'v'],
  ['XADD', key, '2-1', 'f', 'v'],
  ['XGROUP', 'CREATE', key, 'g', '0'],
  ['XREADGROUP', 'GROUP', 'g', 'reader', 'COUNT', 1, 'STREAMS', key, '>'],
]
const LIVING = (key: string): Words[] => [['SET', key, 'value', 'PX', 3_600_000]]

/** Twenty kinds of differences that all servers of the matrix have. */
const KINDS: readonly Planted[] = [
  ...[STRING, LIST, SET, HASH, ZSET, STREAM, LIVING].map((make): Planted => ({
    make,
    harm: (key) => ['DEL', key],
    what: MISSING,
  })),
  {make: STRING, harm: (key) => ['APPEND', key, '!'], what: VALUE},
  {make: LIST, harm: (key) => ['LSET', key, 1, 'x'], what: VALUE},
  {make: LIST, harm: (key) => ['RPOP', key], what: VALUE},
  {make: SET, harm: (key) => ['SREM', key, 'b'], what: VALUE},
  {make: HASH, harm: (key) => ['HSET', key, 'b', 3], what: VALUE},
  {make: ZSET, harm: (key) => ['ZADD', key, 1.0000001, 'a'], what: VALUE},
  {make: STREAM, harm: (key) => ['XDEL', key, '1-1'], what: VALUE},
  {make: STREAM, harm: (key) => ['XACK', key, 'g', '1-1'], what: VALUE},
  {make: STREAM, harm: (key) => ['XGROUP', 'DESTROY', key, 'g'], what: VALUE},
  {make: STRING, harm: (key) => ['GETSET', key, ''], what: VALUE},
  {make: LIVING, harm: (key) => ['PERSIST', key], what: TTL},
  {make: LIVING, harm: (key) => ['PEXPIRE', key, 3_000_000], what: TTL},
  {make: STRING, harm: (key) => ['PEXPIRE', key, 3_000_000], what: TTL},
]

/** Servers of which fields of a hash can expire. */
const FIELD_TTL: Planted = {
  make: (key) => [...HASH(key), ['HPEXPIREAT', key, 4_000_000_000_000, 'FIELDS', 1, 'a']],
  harm: (key) => ['HPERSIST', key, 'FIELDS', 1, 'a'],
  what: VALUE,
}

/**
 * A client that changes keys of the source all the time, and a follower that does the same to the cluster a moment
 * later; ends when the scope does.
 */
class Follower implements AsyncDisposable {
  private isOver = false
  private readonly running: Promise<void>

  constructor(both: SourceAndCluster, keys: readonly string[]) {
    this.running = this.run(both, keys)
  }

  private async run(both: SourceAndCluster, keys: readonly string[]): Promise<void> {
    for (let turn = 0; !this.isOver; turn++) {
      const changes = keys.map((key, at): Words =>
        turn % 7 === at % 7 ? ['DEL', key] : ['SET', key, `${turn}`],
      )
      await askAll(both.source, changes)
      await new Promise((resolve) => setTimeout(resolve, 60))
      for (const [at, key] of keys.entries()) await both.harm(key, changes[at] ?? [])
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isOver = true
    await this.running
  }
}

describe('[I] compare', function () {
  this.timeout(120_000)

  matrix('finds what differs, and nothing else, while clients use both', ({path, name}) => {
    it('of a hundred planted differences, and makes the cluster equal', async () => {
      await using both = await SourceAndCluster.start(path)
      const {source, seed} = both
      const kinds = /Redis 8|Valkey 9/.test(name) ? [...KINDS, FIELD_TTL] : KINDS
      const planted = Array.from({length: 89}, (_, at) => ({
        key: `planted:${name}:${at}`,
        ...(kinds[at % kinds.length] ?? FIELD_TTL),
      }))
      await fillMixed(source, {keys: 3000})
      for (const {key, make} of planted) {
        const made = await askAll(source, make(key))
        expect(made.filter((reply) => reply instanceof Error)).to.deep.equal([])
      }
      const big = `big:${name}:0`
      await fillSet(source, big, 40_000)
      await both.import()
      const equal = await runCompare(source, seed)
      expect([equal.status, equal.stopped, differencesIn(equal)]).to.deep.equal(['same', undefined, []])
      expect(equal.databases.map(({same}) => same)).to.deep.equal([3090])
      expect(equal.cluster.map(({looked}) => looked)).to.deep.equal([3090])

      for (const {key, harm} of planted) await both.harm(key, harm(key))
      await both.harm(big, ['SREM', big, 'element:20000'])
      const extras = Array.from({length: 10}, (_, at) => `extra:${name}:${at}`)
      for (const key of extras) await both.harm(key, ['SET', key, 'x'])
      const expected = [
        ...planted.map(({key, what}) => `${key}: ${what}`),
        ...extras.map((key) => `${key}: ${EXTRA}`),
        `${big}: ${VALUE}`,
      ].toSorted()
      const moving = Array.from({length: 20}, (_, at) => `moving:${at}`)
      {
        await using _follower = new Follower(both, moving)
        const found = await runCompare(source, seed)
        expect(found.status).to.equal('different')
        expect(differencesIn(found)).to.deep.equal(expected)
      }
      const fixed = await runCompare(source, seed, {fix: true})
      expect([fixed.status, fixed.stopped]).to.deep.equal(['fixed', undefined])
      expect(fixed.repair).to.deep.include({deleted: 10, left: 0})
      expect((await runCompare(source, seed)).status).to.equal('same')
      // Other tests of this process save keys in the same file.
      const {lines} = await readSaved(fixed.repair?.savedIn ?? '')
      const saved = lines.map(({key}) => key.toString('latin1')).filter((key) => key.includes(`:${name}:`))
      const had = planted.filter(({what}) => what !== MISSING).map(({key}) => key)
      expect(saved.toSorted()).to.deep.equal([...had, ...extras, big].toSorted())
    })
  })

  it('does not call keys equal that clients change all the time and that do not follow', async () => {
    await using both = await SourceAndCluster.start()
    const {source, seed} = both
    await ask(source, 'SET', 'calm', 'x')
    await both.import()
    let isOver = false
    const changing = (async () => {
      for (let turn = 0; !isOver; turn++) await ask(source, 'SET', 'hot', turn)
    })()
    const found = await runCompare(source, seed, {lagMs: 300})
    isOver = true
    await changing
    expect(found.status).to.equal('incomplete')
    expect(found.stopped).to.match(/^clients changed 1 key each time/)
    expect(found.databases[0]).to.deep.include({same: 1, different: 0, missing: 0, changing: 1})
  })

  it('changes nothing if the answer is no, and leaves a key alone that the source has by then', async () => {
    await using both = await SourceAndCluster.start()
    const {source, seed} = both
    await both.harm('extra', ['SET', 'extra', 'x'])
    await both.harm('late', ['SET', 'late', 'x'])
    const asked: object[] = []
    const no = await runCompare(source, seed, {
      fix: true,
      confirm(proposal) {
        asked.push({bring: proposal.bring, delete: proposal.delete})
        return Promise.resolve(false)
      },
    })
    expect(no.status).to.equal('different')
    expect(asked).to.deep.equal([{bring: 0, delete: 2}])
    expect(await ask(both.ownerOf('extra'), 'GET', 'extra')).to.equal('x')
    const yes = await runCompare(source, seed, {
      fix: true,
      async confirm() {
        await ask(source, 'SET', 'late', 'x')
        return true
      },
    })
    expect([yes.status, yes.repair?.deleted, yes.repair?.left]).to.deep.equal(['fixed', 1, 0])
    expect(await ask(both.ownerOf('late'), 'GET', 'late')).to.equal('x')
  })

  it('of two clusters, of a sample, and of one database of several', async () => {
    await using both = await SourceAndCluster.start()
    await using other = await TestCluster.start({count: 2, replicas: 0})
    const {source, seed} = both
    await fillMixed(source, {keys: 400, databases: [0, 3]})
    await runImport(seed, source)
    const [first] = other.primaries as [TestServer]
    expect((await runImport(first, seed)).status).to.equal('done')
    const clusters = await runCompare(seed, first)
    expect([clusters.status, clusters.troubles.count]).to.deep.equal(['same', 0])
    const all = await runCompare(source, seed)
    const one = await runCompare(source, seed, {databases: [3]})
    expect([all.status, one.status], differencesIn(all).join('\n')).to.deep.equal(['same', 'same'])
    expect(one.databases.map(({from}) => from)).to.deep.equal([3])

    const sample = await runCompare(source, seed, {sample: 100})
    const looked = sample.databases.reduce((sum, {same}) => sum + same, 0)
    expect([sample.status, looked]).to.deep.equal(['same', 100])
    await Promise.all(both.cluster.primaries.map((node) => ask(node, 'FLUSHALL')))
    const empty = await runCompare(source, seed, {sample: 100})
    expect([empty.status, empty.troubles.count]).to.deep.equal(['different', 100])
  })
})
