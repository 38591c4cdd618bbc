import {expect} from 'chai'
import {type Address, formatAddress} from '../../../src/domain/address.js'
import {firstSeed} from '../../../src/redis/first-seed.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {thrownBy} from '../../support/thrown.js'

describe('[I] the first of several seeds', () => {
  let cluster: TestCluster
  let others: TestServers

  before(async () => {
    ;[cluster, others] = await Promise.all([
      TestCluster.start({count: 3, replicas: 0}),
      TestServers.start({count: 3, nodeArgs: (index) => (index === 2 ? ['--requirepass', 'x'] : [])}),
    ])
    await others.node(0).kill()
  })
  after(() => Promise.all([cluster, others].map((servers) => servers[Symbol.asyncDispose]())))

  const whose = 'None of these nodes'
  const choose = (seeds: readonly Address[], signal?: AbortSignal) =>
    firstSeed(seeds, {...PLAIN, commandTimeoutMs: 4000}, {whose, signal})
  const timed = async (seeds: readonly Address[]) => {
    const start = performance.now()
    const chosen = await choose(seeds)
    return {chosen: formatAddress(chosen), milliseconds: performance.now() - start}
  }

  it('is the first one, if it answers', async () => {
    const [a, b] = cluster.primaries
    if (!a || !b) return expect.fail('there are no two primaries')
    expect((await timed([a, b])).chosen).to.equal(a.address)
    expect((await timed([b, a])).chosen).to.equal(b.address)
  })

  it('comes after a dead one, a guarded one and a silent one without waiting for their time limits', async () => {
    const [a, silent] = cluster.primaries
    if (!a || !silent) return expect.fail('there are no two primaries')
    silent.pause()
    try {
      for (const first of [others.node(0), others.node(2), silent]) {
        const {chosen, milliseconds} = await timed([first, a])
        expect(chosen).to.equal(a.address)
        expect(milliseconds).to.be.below(1500)
      }
    } finally {
      silent.resume()
    }
  })

  it('is no node alone without slots, unless no other answers', async () => {
    const [lone, member] = [others.node(1), cluster.shard(0).primary]
    expect((await timed([lone, member])).chosen).to.equal(member.address)
    expect((await timed([lone, others.node(0)])).chosen).to.equal(lone.address)
  })

  it('is missing with the reason of each', async () => {
    const [dead, guarded] = [others.node(0), others.node(2)]
    const {code, message, details} = await thrownBy(choose([dead, guarded]))
    expect(code).to.equal('UNREACHABLE')
    expect(message).to.equal(
      `None of these nodes can be used: ${dead.address}: connection refused: nothing listens there; ` +
        `${guarded.address}: it asks for a password and none was given (--pass, --askpass or REDISCLI_AUTH).`,
    )
    expect(details.map((detail) => Object(detail).code as unknown)).to.deep.equal(['unreachable', 'auth'])
  })

  it('is not waited for after the command was stopped', async () => {
    const silent = cluster.shard(0).primary
    silent.pause()
    try {
      const stop = new AbortController()
      const start = performance.now()
      const chosen = thrownBy(choose([silent, others.node(0)], stop.signal))
      setTimeout(() => stop.abort(), 100)
      expect((await chosen).code).to.equal('CANCELLED')
      expect(performance.now() - start).to.be.below(2000)
    } finally {
      silent.resume()
    }
  })
})
