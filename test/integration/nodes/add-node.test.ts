import {expect} from 'chai'
import type {ChangeOutcome} from '../../../src/domain/outcome.js'
import {ask} from '../../support/ask.js'
import {defaultProgram, matrix} from '../../support/matrix.js'
import {stateOf} from '../../support/node-state.js'
import {runAddNode} from '../../support/run-change.js'
import {TestServers} from '../../support/servers.js'
import {TestCluster} from '../../support/test-cluster.js'
import {thrownBy} from '../../support/thrown.js'

const LIBRARY = "#!lua name=lib\nredis.register_function('answer', function() return 42 end)"

describe('[I] add-node', function () {
  this.timeout(240_000)

  matrix('adds nodes', ({path, version}) => {
    it('three primaries at once, with functions', async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0, server: path})
      await using fresh = await TestServers.start({count: 3, server: path})
      const hasFunctions = Number.parseInt(version) >= 7
      if (hasFunctions) {
        await Promise.all(cluster.primaries.map((node) => ask(node, 'FUNCTION', 'LOAD', LIBRARY)))
      }
      const outcome = await runAddNode(fresh.nodes, cluster.shard(0).primary)
      expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
      expect(membersIn(outcome)).to.have.length(6)
      for (const node of fresh.nodes) {
        expect(
          String(await ask(node, 'CLUSTER', 'NODES'))
            .trim()
            .split('\n'),
        ).to.have.length(6)
        if (hasFunctions) expect(await ask(node, 'FUNCTION', 'LIST')).to.have.length(1)
      }
    })

    it('three replicas at once, one to each primary, and one more to a named primary', async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0, server: path})
      await using fresh = await TestServers.start({count: 4, server: path})
      const [seed] = cluster.primaries
      if (!seed) throw new Error('no seed')
      const three = await runAddNode(fresh.nodes.slice(0, 3), seed, {asReplicas: true})
      expect(three.status, JSON.stringify(three.steps)).to.equal('done')
      const primaries = cluster.primaries.map((node) => cluster.idOf(node))
      expect(replicasOf(three).map(({primaryId}) => primaryId)).to.have.members(primaries)
      const named = await runAddNode(fresh.nodes.slice(3), seed, {
        asReplicas: true,
        primary: cluster.shard(1).primary.address,
      })
      expect(named.status).to.equal('done')
      expect(replicasOf(named).filter(({primaryId}) => primaryId === primaries[1])).to.have.length(2)
    })
  })

  it('continues where a run stopped, and has nothing to do for members', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    await using fresh = await TestServers.start({count: 2})
    const seed = cluster.shard(0).primary
    const controller = new AbortController()
    const stopped = await runAddNode(
      fresh.nodes,
      seed,
      {asReplicas: true},
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === 'step-finished' && event.result.step.kind === 'meet') controller.abort()
        },
      },
    )
    expect(stopped.status).to.equal('incomplete')
    expect(replicasOf(stopped)).to.have.length(0)
    const again = await runAddNode(fresh.nodes, seed, {asReplicas: true})
    expect(again.status, JSON.stringify(again.steps)).to.equal('done')
    expect(replicasOf(again)).to.have.length(2)
    expect((await runAddNode(fresh.nodes, seed, {asReplicas: true})).status).to.equal('nothing-to-do')
  })

  it('works while slots have no owner and a node is dead', async () => {
    await using cluster = await TestCluster.start({
      count: 4,
      replicas: 0,
      args: ['--cluster-node-timeout', '1000'],
    })
    await using fresh = await TestServers.start({count: 1})
    await cluster.shard(3).primary.kill()
    const outcome = await runAddNode(fresh.nodes, cluster.shard(0).primary)
    expect(outcome.steps.map(({status}) => status)).to.deep.equal(['done', 'done'])
    expect(outcome.plan.cautions?.map(({code}) => code)).to.deep.equal(['nodes-down'])
  })

  describe('refuses, and touches nothing', () => {
    let cluster: TestCluster
    let fresh: TestServers
    before(async () => {
      cluster = await TestCluster.start({count: 4, replicas: 1})
      fresh = await TestServers.start({count: 3, server: defaultProgram()})
    })
    after(async () => {
      await cluster[Symbol.asyncDispose]()
      await fresh[Symbol.asyncDispose]()
    })

    async function refused(work: () => Promise<unknown>): Promise<{message: string; code: string}> {
      const nodes = [...cluster.nodes, ...fresh.nodes]
      const before = await stateOf(nodes)
      const error = await thrownBy(work())
      expect(await stateOf(nodes)).to.deep.equal(before)
      return error
    }

    it('every problem of every node at once', async () => {
      await ask(fresh.node(0), 'CLUSTER', 'ADDSLOTS', 1)
      const dead = {host: '127.0.0.1', port: 1}
      const nodes = [fresh.node(0), dead, fresh.node(1), fresh.node(1)]
      const {message, code} = await refused(() => runAddNode(nodes, cluster.shard(0).primary))
      expect(code).to.equal('UNREACHABLE')
      expect(message).to.match(/3 problems.*owns 1 slot.*127\.0\.0\.1:1 cannot be reached.*twice/s)
      await ask(fresh.node(0), 'CLUSTER', 'DELSLOTS', 1)
    })

    it('a node with functions of its own', async () => {
      await ask(fresh.node(2), 'FUNCTION', 'LOAD', LIBRARY)
      const {message} = await refused(() => runAddNode([fresh.node(2)], cluster.shard(0).primary))
      expect(message).to.match(/has functions that are missing or different in the cluster: .*lib/)
      await ask(fresh.node(2), 'FUNCTION', 'FLUSH')
    })

    it('a replica as the primary of a replica, naming its primary', async () => {
      const wish = {asReplicas: true, primary: cluster.replica(0).address}
      const {message} = await refused(() => runAddNode([fresh.node(2)], cluster.shard(0).primary, wish))
      expect(message).to.contain(`is a replica of ${cluster.shard(0).primary.address}`)
    })

    it('a primary with slots that is to be a replica', async () => {
      const wish = {asReplicas: true}
      const {message} = await refused(() =>
        runAddNode([cluster.shard(1).primary], cluster.shard(0).primary, wish),
      )
      expect(message).to.contain('owns slots, so it cannot become a replica')
    })
  })

  it('refuses a replica without the password for its primary', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    await using fresh = await TestServers.start({count: 1, args: ['--requirepass', 'x']})
    await cluster.configure('requirepass', 'x')
    const {PLAIN} = await import('../../support/test-cluster.js')
    const connection = {...PLAIN, password: 'x'}
    const error = await thrownBy(
      runAddNode(fresh.nodes, cluster.shard(0).primary, {asReplicas: true}, {connection}),
    )
    expect(error.message).to.contain('masterauth')
  })
})

function membersIn({snapshot}: ChangeOutcome) {
  return snapshot?.nodes ?? []
}

function replicasOf(outcome: ChangeOutcome) {
  return membersIn(outcome).filter(({role}) => role === 'replica')
}
