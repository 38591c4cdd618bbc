import {expect} from 'chai'
import {execFileSync} from 'node:child_process'
import {countSlots} from '../../../src/domain/slot.js'
import {ask} from '../../support/ask.js'
import {matrix} from '../../support/matrix.js'
import {stateOf} from '../../support/node-state.js'
import {runDelNode} from '../../support/run-change.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {thrownBy} from '../../support/thrown.js'
import {until} from '../../support/until.js'

describe('[I] del-node', function () {
  this.timeout(240_000)

  matrix('removes nodes', ({path}) => {
    it('a replica, then two primaries at once whose slots and replicas go to the others', async () => {
      await using cluster = await TestCluster.start({count: 10, replicas: 1, server: path})
      const [seed, , , first, second] = cluster.primaries
      if (!seed || !first || !second) throw new Error('too few primaries')
      const replica = cluster.replica(3)
      const one = await runDelNode(seed, [cluster.idOf(replica)])
      expect(one.status, JSON.stringify(one.steps)).to.equal('done')
      await expectAlone(replica)

      const ids = cluster.idsOf([first, second])
      const two = await runDelNode(seed, [ids[0]!.slice(0, 12), second.address], {drain: true})
      expect(two.status, JSON.stringify(two.steps)).to.equal('done')
      await Promise.all([first, second].map(expectAlone))
      const left = two.snapshot?.nodes ?? []
      expect(left).to.have.length(7)
      const owners = left.filter(({slots}) => slots.length > 0)
      expect(owners.map(({slots}) => countSlots(slots))).to.have.members([5461, 5461, 5462])
      const replicas = left.filter(({role}) => role === 'replica').map(({primaryId}) => primaryId)
      expect(new Set(replicas).size, 'replicas spread').to.equal(3)
      for (const node of cluster.nodes.filter((other) => ![replica, first, second].includes(other))) {
        const view = String(await ask(node, 'CLUSTER', 'NODES'))
        for (const id of ids) expect(view).not.to.contain(id)
      }
    })
  })

  it('a dead replica, and a dead primary without slots', async () => {
    await using cluster = await TestCluster.start({count: 8, replicas: 1})
    const seed = cluster.shard(0).primary
    const emptied = cluster.shard(3).primary
    const drained = await runDelNode(seed, [emptied.address], {drain: true})
    expect(drained.status, JSON.stringify(drained.steps)).to.equal('done')
    const dead = cluster.replica(1)
    await dead.kill()
    const outcome = await runDelNode(seed, [cluster.idOf(dead)])
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(outcome.snapshot?.nodes.map(({id}) => id)).not.to.include(cluster.idOf(dead))
  })

  it('not one that takes over the slots that it gave away, just before it is forgotten', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [seed, leaving, heir] = cluster.primaries
    if (!seed || !leaving || !heir) throw new Error('too few primaries')
    const outcome = await runDelNode(
      seed,
      [leaving.address],
      {drain: true},
      {
        onEvent(event) {
          if (event.type !== 'step-started' || event.step.kind !== 'forget') return
          // This ends before the listener returns, and so before any node forgets it.
          execFileSync('redis-cli', ['-p', String(leaving.port), 'CLUSTER', 'FAILOVER', 'TAKEOVER'])
          execFileSync('redis-cli', ['-p', String(leaving.port), 'CLUSTER', 'NODES'])
        },
      },
    )
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.steps.find(({status}) => status === 'failed')?.error).to.match(/now owns slots /)
    for (const node of [seed, heir]) {
      expect(String(await ask(node, 'CLUSTER', 'NODES'))).to.contain(cluster.idOf(leaving))
    }
  })

  it('not one whose slots are still being moved when the command is stopped: no node forgets it', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [seed, leaving, other] = cluster.primaries
    if (!seed || !leaving || !other) throw new Error('too few primaries')
    const stop = new AbortController()
    const moving = {method: 'keys' as const, moving: {window: 16}}
    const outcome = await runDelNode(
      seed,
      [leaving.address],
      {drain: true},
      {
        ...moving,
        signal: stop.signal,
        onEvent: (event) => void (event.type === 'slots-moved' && stop.abort()),
      },
    )
    expect(outcome.status).to.equal('incomplete')
    for (const node of [seed, other]) {
      expect(String(await ask(node, 'CLUSTER', 'NODES'))).to.contain(cluster.idOf(leaving))
    }
    expect(outcome.snapshot?.nodes).to.have.length(3)
  })

  it('the seed itself, and reads the rest of the cluster afterwards', async () => {
    await using cluster = await TestCluster.start({count: 4, replicas: 0})
    const [seed] = cluster.primaries
    if (!seed) throw new Error('no seed')
    const outcome = await runDelNode(seed, [seed.address], {drain: true})
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(outcome.snapshot?.nodes).to.have.length(3)
  })

  it('names nodes that were down and still know it', async () => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1})
    const seed = cluster.shard(0).primary
    await cluster.replica(2).kill()
    const outcome = await runDelNode(seed, [cluster.replica(0).address])
    expect(outcome.status).to.equal('done')
    const caution = outcome.plan.cautions?.find(({code}) => code === 'nodes-down')
    expect(caution?.message).to.contain(cluster.replica(2).address)
    expect(caution?.advice).to.contain(cluster.idOf(cluster.replica(0)))
  })

  it('refuses, and touches nothing', async () => {
    await using cluster = await TestCluster.start({
      count: 3,
      replicas: 0,
      args: ['--cluster-node-timeout', '1000'],
    })
    const [a, b, c] = cluster.primaries
    if (!a || !b || !c) throw new Error('too few primaries')
    const before = await stateOf([a, b])
    const full = await thrownBy(runDelNode(a, [b.address]))
    expect(full.message).to.equal(`[ERR] Node ${b.address} is not empty! Reshard data away and try again.`)
    expect(full.hints.join()).to.contain('--drain')
    const all = await thrownBy(runDelNode(a, [a.address, b.address, c.address], {drain: true}))
    expect(all.message).to.contain('No reachable primary would be left')
    await c.kill()
    await until('c is failed', async () => String(await ask(a, 'CLUSTER', 'NODES')).includes('fail '), 5000)
    const dead = await thrownBy(runDelNode(a, [c.address], {drain: true}))
    expect(dead.message).to.match(/does not answer\. .* owns slots 10923-16383/)
    expect(await stateOf([a, b])).to.deep.equal(before)
  })
})

async function expectAlone(node: TestServer): Promise<void> {
  const lines = String(await ask(node, 'CLUSTER', 'NODES'))
    .trim()
    .split('\n')
  expect(lines, node.address).to.have.length(1)
  expect(lines[0]).to.contain('myself,master')
  expect(await ask(node, 'DBSIZE')).to.equal(0)
}
