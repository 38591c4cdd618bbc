import {expect} from 'chai'
import type {CompareOutcome} from '../../../src/domain/compare.js'
import {ask, askAll} from '../../support/ask.js'
import {fillSet} from '../../support/big-values.js'
import {differencesIn, runCompare} from '../../support/run-compare.js'
import {SourceAndCluster} from '../../support/source-and-cluster.js'
import {TestServers} from '../../support/servers.js'
import {thrownBy} from '../../support/thrown.js'
import {until} from '../../support/until.js'

const KEYS = Array.from({length: 60}, (_, at) => `key:${at}`)

/** Both sides have the same keys. */
async function start(): Promise<SourceAndCluster> {
  const both = await SourceAndCluster.start()
  await askAll(
    both.source,
    KEYS.map((key) => ['SET', key, 'x']),
  )
  await both.import()
  return both
}

async function sizeOf({cluster}: SourceAndCluster): Promise<number> {
  const sizes = await Promise.all(cluster.primaries.map((node) => ask(node, 'DBSIZE')))
  return sizes.reduce<number>((sum, size) => sum + Number(size), 0)
}

/** Runs compare --fix, and lets something happen while it asks. */
function fixAfter(
  {source, seed}: SourceAndCluster,
  work: () => Promise<unknown>,
  signal?: AbortSignal,
): Promise<CompareOutcome> {
  return runCompare(source, seed, {
    fix: true,
    lagMs: 300,
    patienceMs: 5000,
    ...(signal && {signal}),
    async confirm() {
      await work()
      return true
    },
  })
}

describe('[I] compare and its repair', function () {
  this.timeout(60_000)

  it('delete nothing for a source that was started again without its data', async () => {
    await using both = await start()
    const {source, seed} = both
    await both.harm('extra', ['SET', 'extra', 'x'])
    const asked = await fixAfter(both, () => source.restart())
    expect(asked.status).to.equal('incomplete')
    expect(asked.stopped).to.match(/was started again, or another server took its place/)
    expect(asked.repair).to.deep.include({brought: 0, deleted: 0})
    expect(await sizeOf(both)).to.equal(KEYS.length + 1)

    await askAll(
      source,
      KEYS.map((key) => ['SET', key, 'x']),
    )
    let isBegun = false
    const onEvent = () => (isBegun = true)
    const rate = {unit: 'keys', perSecond: 30} as const
    const comparing = thrownBy(runCompare(source, seed, {fix: true, rate, lagMs: 300, onEvent}))
    await until('keys are compared', () => isBegun)
    await source.restart()
    const {code, message} = await comparing
    expect([code, message]).to.deep.equal([
      'INCOMPLETE',
      `${source.address} was started again, or another server took its place, during the comparison; compare again.`,
    ])
    expect(await sizeOf(both)).to.equal(KEYS.length + 1)
  })

  it('delete no key that the source has by then, or of which it does not say so', async () => {
    await using both = await start()
    const {source} = both
    await both.harm('extra', ['SET', 'extra', 'x'])
    const outcome = await fixAfter(both, async () => {
      await ask(source, 'SET', 'extra', 'x')
      await ask(source, 'ACL', 'SETUSER', 'default', '-exists', '-eval')
    })
    expect(outcome.repair?.deleted).to.equal(0)
    expect(await ask(both.ownerOf('extra'), 'GET', 'extra')).to.equal('x')
  })

  it('leave a key alone that clients change while its owner does not answer', async () => {
    await using both = await start()
    const {source} = both
    await both.harm('extra', ['SET', 'extra', 'x'])
    const owner = both.ownerOf('extra')
    const outcome = await fixAfter(both, async () => {
      await ask(owner, 'CLIENT', 'PAUSE', 1500, 'ALL')
      setTimeout(() => void ask(source, 'SET', 'extra', 'new'), 300)
    })
    expect(outcome.repair?.deleted).to.equal(0)
    expect(await ask(owner, 'EXISTS', 'extra')).to.equal(1)
  })

  it('overwrite nothing that was not saved, when they are interrupted while an owner does not answer', async () => {
    await using both = await start()
    const key = KEYS[7] ?? ''
    await both.harm(key, ['SET', key, 'precious'])
    const owner = both.ownerOf(key)
    const stop = new AbortController()
    const outcome = await fixAfter(
      both,
      async () => {
        await ask(owner, 'CLIENT', 'PAUSE', 1500, 'ALL')
        setTimeout(() => stop.abort(), 300)
      },
      stop.signal,
    )
    expect([outcome.status, outcome.stopped]).to.deep.equal(['incomplete', 'it was interrupted'])
    expect(outcome.repair).to.deep.include({brought: 0, savedIn: undefined})
    expect(await ask(owner, 'GET', key)).to.equal('precious')
  })

  it('say what was done and what is saved when the cluster refuses the rest', async () => {
    await using both = await start()
    const key = KEYS[7] ?? ''
    await both.harm(key, ['SET', key, 'other'])
    const outcome = await fixAfter(both, () =>
      ask(both.ownerOf(key), 'ACL', 'SETUSER', 'default', '-restore'),
    )
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.stopped).to.match(/^The cluster refuses: /)
    expect(outcome.repair?.savedIn).to.match(/saved-keys/)
    expect(await ask(both.ownerOf(key), 'GET', key)).to.equal('other')
  })

  it('know a missing key that was found long before it was looked at again', async () => {
    await using both = await start()
    const {source, seed} = both
    const cursor = (await ask(source, 'SCAN', 0, 'COUNT', 1)) as [string, string[]]
    const [first = ''] = cursor[1]
    await both.harm(first, ['DEL', first])
    const found = await runCompare(source, seed, {rate: {unit: 'keys', perSecond: 40}, lagMs: 100})
    expect([found.status, differencesIn(found)]).to.deep.equal([
      'different',
      [`${first}: the cluster does not have the key`],
    ])
  })

  it('compare a big set for a user who may read it only as a whole', async () => {
    await using both = await SourceAndCluster.start()
    const {source, seed} = both
    await fillSet(source, 'big', 30_000)
    await both.import()
    const owner = both.ownerOf('big')
    for (const node of [source, owner]) await ask(node, 'ACL', 'SETUSER', 'default', '-sscan')
    expect((await runCompare(source, seed, {lagMs: 300})).status).to.equal('same')
    await ask(owner, 'SREM', 'big', 'element:7')
    expect(differencesIn(await runCompare(source, seed, {lagMs: 300}))).to.deep.equal([
      'big: the cluster has another value',
    ])
  })

  it('look at a database that the user names, although the source has nothing there', async () => {
    await using both = await SourceAndCluster.start()
    const {source, seed} = both
    await both.harm('extra', ['SET', 'extra', 'x'])
    const found = await runCompare(source, seed, {databases: [0]})
    expect([found.status, differencesIn(found)]).to.deep.equal([
      'different',
      ['extra: only the cluster has the key'],
    ])
  })

  it('refuse a source that is a replica, and several databases that would become one', async () => {
    await using both = await SourceAndCluster.start()
    await using more = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
    const {source, seed} = both
    const replica = more.node(0)
    await ask(replica, 'REPLICAOF', source.host, source.port)
    await until(
      'it is a replica',
      async () => String(await ask(replica, 'ROLE')).includes('connected'),
      10_000,
    )
    const refused = await thrownBy(runCompare(replica, seed))
    expect(refused.code).to.equal('REFUSED')
    expect(refused.message).to.include(
      `is a replica, which may be behind; compare its primary, ${source.address}`,
    )
    for (const db of [0, 3])
      await askAll(source, [
        ['SELECT', db],
        ['SET', `key of ${db}`, 'x'],
      ])
    const merging = await thrownBy(runCompare(source, seed, {fix: true}))
    expect([merging.code, /several databases/.test(merging.message)]).to.deep.equal(['REFUSED', true])
    expect((await runCompare(source, seed)).databases.map(({missing}) => missing)).to.deep.equal([1, 1])
  })
})
