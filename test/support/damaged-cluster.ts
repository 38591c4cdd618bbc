import {runChecks} from '../../src/checks/index.js'
import {SEVERITY} from '../../src/domain/finding.js'
import type {ClusterSnapshot} from '../../src/domain/snapshot.js'
import {openSession} from '../../src/redis/session.js'
import {takeSnapshot} from '../../src/redis/snapshot.js'
import {ask, askAll} from './ask.js'
import {type Damage, keysOf, type Scene} from './damage.js'
import {pick} from './random.js'
import {PLAIN, type TestCluster} from './test-cluster.js'
import type {TestServer} from './test-server.js'

export type Key = readonly [key: string, value: string]

/** What was done to a cluster, and the keys that still exist somewhere. */
export type Harm = {readonly damages: readonly string[]; readonly keys: readonly Key[]}

const MOST_DAMAGES = 6

/** Damages one to six slots at random, in the given ways. */
export async function damageAtRandom(
  cluster: TestCluster,
  damages: readonly Damage[],
  random: () => number,
): Promise<Harm> {
  const count = 1 + Math.floor(random() * MOST_DAMAGES)
  const slots = Array.from({length: count}, () => freshSlot(cluster, random))
  const chosen = slots.map((slot) => ({slot, damage: pick(random, damages)}))
  const before = await readCluster(cluster)
  const scenes = survivable(
    chosen.map(({slot, damage}) => ({damage, scene: sceneOf(cluster, before, slot, random)})),
  )
  for (const {damage, scene} of scenes) await writeKeys(scene, damage)
  // A slot without an owner must not prevent the next damage.
  await cluster.configure('cluster-require-full-coverage', 'no')
  for (const {damage, scene} of scenes) await damage.apply(scene)
  const keys = await Promise.all(
    scenes.map(({damage, scene}) => survivors(scene, keysOf(scene.slot, damage.keys))),
  )
  await cluster.configure('cluster-require-full-coverage', 'yes')
  return {damages: scenes.map(({damage, scene}) => `${scene.slot}: ${damage.name}`), keys: keys.flat()}
}

type Chosen = {readonly damage: Damage; readonly scene: Scene}

/** Without damages that servers turn into a loss by themselves, because of the config epochs of those before. */
function survivable(chosen: readonly Chosen[]): Chosen[] {
  const low = new Set<TestServer>()
  return chosen.filter(({damage: {epochs}, scene}) => {
    if (!epochs) return true
    if (low.has(scene[epochs.raised])) return false
    low.add(scene[epochs.low])
    return true
  })
}

const used = new WeakMap<TestCluster, Set<number>>()

/** A slot that was not damaged before, and so holds no keys. */
function freshSlot(cluster: TestCluster, random: () => number): number {
  const taken = used.get(cluster) ?? new Set()
  used.set(cluster, taken)
  for (;;) {
    const slot = Math.floor(random() * 16_384)
    if (taken.has(slot)) continue
    taken.add(slot)
    return slot
  }
}

/** The owner of a slot and two other nodes. */
export function sceneOf(
  cluster: TestCluster,
  {nodes}: ClusterSnapshot,
  slot: number,
  random: () => number = () => 0,
): Scene {
  const id = nodes.find(
    ({role, slots}) => role === 'primary' && slots.some(({start, end}) => start <= slot && slot <= end),
  )?.id
  const source = cluster.primaries.find((node) => cluster.idOf(node) === id)
  if (!source) throw new Error(`slot ${slot} has no owner among the primaries`)
  const others = cluster.primaries.filter((node) => node !== source)
  const target = pick(random, others)
  return {
    cluster,
    slot,
    source,
    target,
    other: pick(
      random,
      others.filter((node) => node !== target),
    ),
  }
}

export async function readCluster(cluster: TestCluster): Promise<ClusterSnapshot> {
  await using session = openSession({...PLAIN, commandTimeoutMs: 5000})
  return await takeSnapshot(session, seedOf(cluster), {countStrayKeys: true})
}

export async function writeKeys({source, slot}: Scene, {keys}: Damage): Promise<void> {
  const replies = await askAll(
    source,
    keysOf(slot, keys).map(([key, value]) => ['SET', key, value]),
  )
  const failed = replies.find((reply) => reply instanceof Error)
  if (failed) throw failed
}

/** Keys that some primary shows: Redis 8.4 and later hide those of a foreign slot that is closed. */
export async function survivors({cluster, slot}: Scene, keys: readonly Key[]): Promise<Key[]> {
  const lists = await Promise.all(
    cluster.primaries.map((node) => ask(node, 'CLUSTER', 'GETKEYSINSLOT', slot, 1000)),
  )
  const left = new Set(lists.flat().map(String))
  return keys.filter(([key]) => left.has(key))
}

/** What is wrong after a repair: errors of check, and keys that are missing, changed or stray. */
export async function whatIsWrong(cluster: TestCluster, keys: readonly Key[]): Promise<string[]> {
  const snapshot = await readCluster(cluster)
  const errors = runChecks(snapshot).filter(({code}) => SEVERITY[code] === 'error')
  const wrong: string[] = errors.map((finding) => JSON.stringify(finding))
  for (const [key, value] of keys) {
    const slot = Number(await ask(seedOf(cluster), 'CLUSTER', 'KEYSLOT', key))
    const owner = snapshot.nodes.find(
      ({role, slots}) => role === 'primary' && slots.some(({start, end}) => start <= slot && slot <= end),
    )
    const found = owner && (await ask(owner, 'GET', key).catch(String))
    if (found !== value) wrong.push(`${key} of slot ${slot} is ${String(found)} on ${owner?.address}`)
  }
  return wrong
}

function seedOf(cluster: TestCluster): TestServer {
  const [seed] = cluster.primaries
  if (!seed) throw new Error('the cluster has no primaries')
  return seed
}
