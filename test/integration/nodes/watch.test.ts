import {expect} from 'chai'
import type {FindingCode} from '../../../src/domain/finding.js'
import type {WatchPicture} from '../../../src/domain/watch.js'
import {Watcher} from '../../../src/operations/watch.js'
import {openSession} from '../../../src/redis/session.js'
import {ask} from '../../support/ask.js'
import {CannedCluster} from '../../support/canned-cluster.js'
import {testOperator} from '../../support/state-folder.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {thrownBy} from '../../support/thrown.js'

const OPTIONS = {here: testOperator(), patienceMs: 1000}

/** What watch sends to a node; none of it changes anything. */
const READS = [
  'INFO',
  'INFO ALL',
  'CLUSTER NODES',
  'CLUSTER INFO',
  'CONFIG GET',
  'CLIENT LIST',
  'CLUSTER MIGRATION STATUS',
  'CLUSTER GETSLOTMIGRATIONS',
  'SLOWLOG GET',
  'LATENCY LATEST',
]

describe('[I] a watcher', () => {
  it('only reads, and keeps the last picture with the reason while no node can be read', async () => {
    await using session = openSession(PLAIN)
    const cluster = await CannedCluster.start(3)
    const [seed] = cluster.nodes
    if (!seed) throw new TypeError('there are three nodes')
    const watcher = new Watcher(session, seed, OPTIONS)
    const first = await watcher.next()
    expect(first).to.include({through: seed.address, seedLost: undefined, unread: undefined})
    await watcher.next()
    const detail = await watcher.detail(first.sample.snapshot.seed)
    expect(detail).to.have.property('refusals').with.length(2)

    await cluster[Symbol.asyncDispose]()
    const last: WatchPicture = await watcher.next()
    expect(last.unread).to.match(/^Node 127\.0\.0\.1:\d+ cannot be used: /)
    expect(last.sample.snapshot.nodes.map(({reachable}) => reachable)).to.deep.equal([true, true, true])
    expect(last.news).to.deep.equal([])

    const sent = cluster.nodes.flatMap(({received}) => received.map((words) => words.join(' ').toUpperCase()))
    const others = sent.filter(
      (command) => !READS.some((read) => command === read || command.startsWith(`${read} `)),
    )
    expect(new Set(others)).to.deep.equal(new Set())
    expect(sent).to.include('SLOWLOG GET 16')
  })

  it('goes on through another node if the named one is lost', async () => {
    await using session = openSession(PLAIN)
    await using cluster = await CannedCluster.start(3)
    const [seed, ...others] = cluster.nodes
    if (!seed) throw new TypeError('there are three nodes')
    const watcher = new Watcher(session, seed, OPTIONS)
    await watcher.next()
    await seed[Symbol.asyncDispose]()
    const away = await watcher.next()
    expect(others.map(({address}) => address)).to.include(away.through)
    expect(away.seedLost).to.include(`Node ${seed.address} cannot be used`)
    expect(away.news.map((one) => one.type === 'transition' && one.transition.kind)).to.include('node-lost')
  })

  it('goes on through the next of several named nodes, and does not call the first one lost', async () => {
    await using session = openSession(PLAIN)
    await using cluster = await CannedCluster.start(4)
    const [seed, , , next] = cluster.nodes
    if (!seed || !next) throw new TypeError('there are four nodes')
    const watcher = new Watcher(session, seed, {...OPTIONS, otherSeeds: [next]})
    expect(await watcher.next()).to.include({through: seed.address, seedLost: undefined})
    await seed[Symbol.asyncDispose]()
    expect(await watcher.next()).to.include({through: next.address, seedLost: undefined})
    const asked = cluster.count('CLUSTER', 'NODES')
    expect(await watcher.next()).to.include({through: next.address, seedLost: undefined})
    expect(cluster.count('CLUSTER', 'NODES') - asked).to.equal(3)
    const late = new Watcher(session, seed, {...OPTIONS, otherSeeds: [next]})
    expect(await late.next()).to.include({through: next.address})
  })

  it('reads each node once while the named one is lost', async () => {
    await using session = openSession(PLAIN)
    await using cluster = await CannedCluster.start(4)
    const [seed] = cluster.nodes
    if (!seed) throw new TypeError('there are four nodes')
    const watcher = new Watcher(session, seed, OPTIONS)
    await watcher.next()
    await seed[Symbol.asyncDispose]()
    await watcher.next()
    const asked = cluster.count('CLUSTER', 'NODES')
    await watcher.next()
    expect(cluster.count('CLUSTER', 'NODES') - asked).to.equal(3)
  })

  it('goes on through another node if the named one was removed from the cluster', async () => {
    await using session = openSession(PLAIN)
    await using cluster = await TestCluster.start({count: 4, replicas: 0})
    const [seed, ...others] = cluster.primaries
    if (!seed) throw new TypeError('there are four nodes')
    const watcher = new Watcher(session, seed, OPTIONS)
    await watcher.next()
    const id = cluster.idOf(seed)
    for (const node of others) await ask(node, 'CLUSTER', 'FORGET', id)
    await ask(seed, 'CLUSTER', 'RESET')
    const after = await watcher.next()
    expect(after.seedLost).to.equal(`${seed.address} was removed from the cluster.`)
    expect(after.sample.snapshot.nodes).to.have.length(3)
  })

  it('shows moves whose open slots the user ignores', async () => {
    await using session = openSession(PLAIN)
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [from, to] = cluster.primaries
    if (!from || !to) throw new TypeError('there are three nodes')
    await ask(to, 'CLUSTER', 'SETSLOT', 1, 'IMPORTING', cluster.idOf(from))
    await ask(from, 'CLUSTER', 'SETSLOT', 1, 'MIGRATING', cluster.idOf(to))
    const watcher = new Watcher(session, from, {...OPTIONS, ignore: ['slots-open']})
    const {moves, findings} = await watcher.next()
    expect(findings.map(({finding}) => finding.code)).to.not.include('slots-open')
    expect(moves.map(({by, slots}) => ({by, slots}))).to.deep.equal([{by: 'open', slots: 1}])
  })

  it('leaves out findings that the user ignores', async () => {
    await using session = openSession(PLAIN)
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const codesWith = async (ignore: readonly FindingCode[]) => {
      const {findings} = await new Watcher(session, cluster.shard(0).primary, {...OPTIONS, ignore}).next()
      return findings.map(({finding}) => finding.code)
    }
    expect(await codesWith([])).to.include('primary-without-replica')
    expect(await codesWith(['primary-without-replica'])).to.not.include('primary-without-replica')
  })

  it('throws at the beginning if the node cannot be read', async () => {
    await using session = openSession(PLAIN)
    const watcher = new Watcher(session, {host: '127.0.0.1', port: 1}, OPTIONS)
    expect(await thrownBy(watcher.next())).to.include({code: 'UNREACHABLE'})
  })
})
