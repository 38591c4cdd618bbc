import {expect} from 'chai'
import {Epochs} from '../../../src/execution/epochs.js'
import {parseClusterNodes} from '../../../src/redis/cluster-nodes.js'
import {parseEpochs} from '../../../src/redis/info.js'
import {openSession} from '../../../src/redis/session.js'
import {ask} from '../../support/ask.js'
import {tagOf} from '../../support/fill.js'
import {matrix} from '../../support/matrix.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const SHARDS = 4
const KEYS = 50
/** Without a command, nodes hear of a new epoch after about a second. */
const HEARD_WITHIN_MS = 300
/** A ping brings the news after any time up to a second. */
const AT_ONCE_MS = 100
const RAISES = 8
/** Time limit for a node that does not answer. */
const HANG_MS = 5000

matrix('[I] a primary that dies right after its config epoch was raised and comes back empty', (program) => {
  it('has a lower config epoch than the replica that took over, which keeps its keys', async function () {
    this.timeout(240_000)
    await using cluster = await TestCluster.start({
      count: SHARDS * 2,
      replicas: 1,
      server: program.path,
      args: ['--cluster-node-timeout', '3000'],
    })
    const {primary, heir, higher} = await choose(cluster)
    const slot = (await own(primary)).slots[0]?.start ?? 0
    for (let at = 0; at < KEYS; at++) await ask(primary, 'SET', `{${tagOf(slot)}}${at}`, 'value')
    await ask(primary, 'WAIT', 1, 5000)
    await raise(cluster, {primary, higher})
    await until(
      'its replica has heard of that',
      async () => (await epochs(heir)).current >= ((await epochs(primary)).own ?? Infinity),
      HEARD_WITHIN_MS,
    )
    await primary.kill()
    await until('its replica has its slots', async () => (await own(heir)).slots.length > 0, 20_000)
    await primary.restart()
    await until(
      'one of the two follows the other',
      async () => {
        const roles = await Promise.all([primary, heir].map(async (node) => (await own(node)).role))
        return roles.includes('replica')
      },
      20_000,
    )
    expect(await ask(heir, 'CLUSTER', 'COUNTKEYSINSLOT', slot)).to.equal(KEYS)
    expect((await own(primary)).role).to.equal('replica')
  })
})

describe('[I] a config epoch that is raised', () => {
  it('is heard by the replicas at once, and not with the next ping (Redis 7.0 and later)', async function () {
    this.timeout(240_000)
    await using cluster = await TestCluster.start({count: SHARDS * 2, replicas: 1})
    const {primary, heir, higher} = await choose(cluster)
    await using session = openSession(PLAIN)
    const client = await session.connect(primary)
    let soon = 0
    for (let turn = 0; turn < RAISES; turn++) {
      await putAbove(higher, primary)
      const top = (await epochs(higher)).own ?? Infinity
      await until('both know the highest', async () =>
        (await Promise.all([primary, heir].map(epochs))).every(({current}) => current >= top),
      )
      const raised = await client.bumpEpoch((await own(primary)).slots)
      const start = performance.now()
      await until('the replica knows it', async () => (await epochs(heir)).current >= (raised ?? Infinity))
      if (performance.now() - start < AT_ONCE_MS) soon++
    }
    expect(soon, `of ${RAISES}`).to.be.at.least(RAISES / 2)
  })

  it('does not wait for a replica that hangs', async function () {
    this.timeout(240_000)
    await using cluster = await TestCluster.start({count: SHARDS * 2, replicas: 1})
    const {primary, heir, higher} = await choose(cluster)
    await using session = openSession({...PLAIN, commandTimeoutMs: HANG_MS})
    for (const node of cluster.nodes) session.register(cluster.idOf(node), await session.connect(node))
    const run = new Epochs([], {session})
    const another = cluster.primaries.find((node) => node !== primary && node !== higher) ?? primary
    await putAbove(higher, another)
    // The first raise reads the views of all nodes, which fails if a node hangs.
    await run.raise(cluster.idOf(another), [cluster.idOf(higher)])
    heir.pause()
    const start = performance.now()
    await run.raise(cluster.idOf(primary), [cluster.idOf(higher)])
    expect(performance.now() - start).to.be.below(HANG_MS)
    heir.resume()
    expect((await epochs(primary)).own).to.be.above((await epochs(higher)).own ?? Infinity)
  })
})

/**
 * If epochs are equal, the smaller id wins (clusterHandleConfigEpochCollision). So the primary must have the smaller
 * id.
 */
async function choose(cluster: TestCluster) {
  const index = cluster.shards.findIndex(
    ({primary}, at) => cluster.idOf(primary) < cluster.idOf(cluster.replica(at)),
  )
  // One in sixteen clusters has no such shard. Then nothing can go wrong, and any shard will do.
  const at = Math.max(0, index)
  const {primary} = cluster.shard(at)
  const higher = cluster.shard((at + 1) % SHARDS).primary
  await putAbove(higher, primary)
  return {primary, heir: cluster.replica(at), higher}
}

async function putAbove(higher: TestServer, node: TestServer): Promise<void> {
  await until('it is above the other one', async () => {
    if ((await own(higher)).configEpoch > (await own(node)).configEpoch) return true
    await ask(higher, 'CLUSTER', 'BUMPEPOCH')
    return false
  })
}

async function raise(
  cluster: TestCluster,
  {primary, higher}: {readonly primary: TestServer; readonly higher: TestServer},
): Promise<void> {
  await using session = openSession(PLAIN)
  for (const node of cluster.nodes) session.register(cluster.idOf(node), await session.connect(node))
  await new Epochs([], {session}).raise(cluster.idOf(primary), [cluster.idOf(higher)])
}

async function epochs(node: TestServer) {
  return parseEpochs(String(await ask(node, 'CLUSTER', 'INFO')))
}

async function own(node: TestServer) {
  const line = parseClusterNodes(String(await ask(node, 'CLUSTER', 'NODES'))).find(({myself}) => myself)
  if (!line) throw new Error(`${node.address} names no node as itself`)
  return line
}
