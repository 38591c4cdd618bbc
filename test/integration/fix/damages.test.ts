import {expect} from 'chai'
import {runChecks} from '../../../src/checks/index.js'
import {SEVERITY} from '../../../src/domain/finding.js'
import {openSession} from '../../../src/redis/session.js'
import {takeSnapshot} from '../../../src/redis/snapshot.js'
import {ask} from '../../support/ask.js'
import {DAMAGES, keysOf, type Scene} from '../../support/damage.js'
import {matrix, type ServerProgram} from '../../support/matrix.js'
import {runFix} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

matrix('[I] fix mends a slot', (program) => {
  let cluster: TestCluster
  before(async () => {
    cluster = await TestCluster.start({count: 8, replicas: 1, server: program.path})
  })
  after(() => cluster[Symbol.asyncDispose]())

  DAMAGES.forEach((damage, index) => {
    it(damage.name, async () => {
      const scene = await sceneOf(cluster, 100 + index)
      const keys = keysOf(scene.slot, damage.keys)
      for (const [key, value] of keys) await ask(scene.source, 'SET', key, value)
      await damage.apply(scene)
      const left = await survivors(scene, keys)
      // Redis 8.4 and later delete keys of a slot that is not theirs as soon as it is closed.
      if (!trims(program)) expect(left).to.deep.equal(keys)
      const outcome = await runFix(scene.other, {searchOwners: damage.hidden ?? false})
      const told = JSON.stringify({steps: outcome.steps, findings: outcome.findings})
      // The servers settle some of it by themselves before anybody looks.
      expect(outcome.status, told).to.be.oneOf(['done', 'nothing-to-do'])
      await expectMended(cluster, left)
    })
  })
})

function trims({software, version}: ServerProgram): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return software === 'redis' && (major > 8 || (major === 8 && minor >= 4))
}

/** Keys that some primary still has after the damage. */
async function survivors(
  {cluster, slot}: Scene,
  keys: readonly [string, string][],
): Promise<[string, string][]> {
  const lists = await Promise.all(
    cluster.primaries.map((node) => ask(node, 'CLUSTER', 'GETKEYSINSLOT', slot, 1000)),
  )
  const left = new Set(lists.flat().map(String))
  return keys.filter(([key]) => left.has(key))
}

async function sceneOf(cluster: TestCluster, slot: number): Promise<Scene> {
  const owner = await ownerOf(cluster, slot)
  const [target, other] = cluster.primaries.filter((node) => node !== owner)
  if (!target || !other) throw new Error('too few primaries')
  return {cluster, slot, source: owner, target, other}
}

async function ownerOf(cluster: TestCluster, slot: number): Promise<TestServer> {
  await using session = openSession(PLAIN)
  const snapshot = await takeSnapshot(session, cluster.primaries[0]!)
  const id = snapshot.nodes.find(({slots}) => slots.some(({start, end}) => start <= slot && slot <= end))?.id
  const owner = cluster.primaries.find((node) => cluster.idOf(node) === id)
  if (!owner) throw new Error(`slot ${slot} has no owner`)
  return owner
}

async function expectMended(cluster: TestCluster, keys: readonly [string, string][]): Promise<void> {
  await using session = openSession(PLAIN)
  const snapshot = await takeSnapshot(session, cluster.primaries[0]!, {countStrayKeys: true})
  expect(runChecks(snapshot).filter(({code}) => SEVERITY[code] === 'error')).to.deep.equal([])
  for (const [key, value] of keys) {
    const slot = Number(await ask(cluster.primaries[0]!, 'CLUSTER', 'KEYSLOT', key))
    expect(await ask(await ownerOf(cluster, slot), 'GET', key), key).to.equal(value)
  }
}
