import {ask, askAll} from './ask.js'
import {tagOf} from './fill.js'
import type {ServerProgram} from './matrix.js'
import type {TestCluster} from './test-cluster.js'
import type {TestServer} from './test-server.js'
import {until} from './until.js'

/** The nodes of one damage: the slot's owner, the target of a move, another node, and all primaries. */
export type Scene = {
  readonly cluster: TestCluster
  readonly slot: number
  readonly source: TestServer
  readonly target: TestServer
  readonly other: TestServer
}

/** A state in which a crash, a kill or a mistake leaves a slot. */
export type Damage = {
  readonly name: string
  /** Number of keys in the slot. */
  readonly keys: number
  readonly apply: (scene: Scene) => Promise<void>
  /** A check that does not look for keys in foreign slots finds nothing. */
  readonly hidden?: true
  /**
   * The node whose config epoch it raises, and the node whose epoch nothing may raise afterwards: that node would take
   * the slot with the higher epoch, and the servers would delete the keys before any repair.
   */
  readonly epochs?: {readonly raised: 'source' | 'target'; readonly low: 'source' | 'target'}
  /** Whether servers of this kind leave the keys alone until the repair. Default: they do. */
  readonly isHarmlessOn?: (program: ServerProgram) => boolean
}

const KEYS = 6

/** Every combination of marks, claims and keys that rules distinguish and that is possible on a real server. */
const DAMAGES: readonly Damage[] = [
  {name: 'open on both ends, keys on the source', keys: KEYS, apply: open},
  {
    name: 'open on both ends, keys on both',
    keys: KEYS,
    apply: async (scene) => (await open(scene), send(scene, 2)),
  },
  {
    name: 'open on both ends, keys on the target',
    keys: KEYS,
    apply: async (scene) => (await open(scene), send(scene, KEYS)),
  },
  {name: 'open on both ends, no keys', keys: 0, apply: open},
  {name: 'migrating only, keys on the source', keys: KEYS, apply: migrating},
  {
    name: 'migrating only, keys on both',
    keys: KEYS,
    apply: async (scene) => (await open(scene), await send(scene, 4), stable(scene, scene.target)),
  },
  {name: 'migrating only, no keys', keys: 0, apply: migrating},
  {name: 'importing only, keys on the source', keys: KEYS, apply: importing},
  {
    name: 'importing only, keys on both',
    keys: KEYS,
    apply: async (scene) => (await open(scene), await send(scene, 3), stable(scene, scene.source)),
  },
  {name: 'importing only, no keys', keys: 0, apply: importing},
  {
    name: 'source told of the new owner, target not, keys on the target',
    keys: KEYS,
    apply: async (scene) => (
      await open(scene),
      await send(scene, KEYS),
      toldOf(scene, scene.source, scene.target)
    ),
  },
  {
    name: 'source told of the new owner, target not, no keys',
    keys: 0,
    apply: async (scene) => (await open(scene), toldOf(scene, scene.source, scene.target)),
  },
  {
    name: 'target told that it is the owner, source still migrating',
    epochs: {raised: 'target', low: 'source'},
    keys: KEYS,
    apply: async (scene) => (
      await open(scene),
      await send(scene, KEYS),
      await raise(scene, scene.target),
      toldOf(scene, scene.target, scene.target)
    ),
  },
  {
    name: 'two importers, keys on all three',
    keys: KEYS,
    apply: async (scene) => {
      await open(scene)
      await send(scene, 2)
      await importing({...scene, target: scene.other})
      await send({...scene, target: scene.other}, 2, 2)
    },
  },
  {
    name: 'two importers, keys on the source',
    keys: KEYS,
    apply: async (scene) => (await open(scene), importing({...scene, target: scene.other})),
  },
  {
    name: 'migrating to one, another importing with keys',
    keys: KEYS,
    apply: async (scene) => {
      await importing({...scene, target: scene.other})
      await migrating({...scene, target: scene.other})
      await send({...scene, target: scene.other}, 3)
      await migrating(scene)
    },
  },
  {
    name: 'importing from somebody who is not the owner',
    isHarmlessOn: isRedis,
    keys: KEYS,
    apply: (scene) => importing({...scene, source: scene.other}),
  },
  {name: 'given up by its owner, no keys', keys: 0, apply: unassign},
  {name: 'given up by its owner, keys there', keys: KEYS, apply: unassign},
  {
    name: 'unknown to all nodes, no keys',
    keys: 0,
    apply: async ({cluster, slot}) => {
      await Promise.all(cluster.nodes.map((node) => askAll(node, [['CLUSTER', 'DELSLOTS', slot]])))
    },
  },
  {
    name: 'given up by its owner, keys on two nodes',
    keys: KEYS,
    apply: async (scene) => {
      await open(scene)
      await send(scene, 2)
      await stable(scene, scene.source)
      await stable(scene, scene.target)
      await unassign(scene)
    },
  },
  {
    name: 'given up by its owner, another importing with keys',
    keys: KEYS,
    apply: async (scene) => (await open(scene), await send(scene, 3), unassign(scene)),
  },
  {
    name: 'closed on both ends, keys left behind',
    keys: KEYS,
    hidden: true,
    apply: async (scene) => {
      await open(scene)
      await send(scene, 2)
      await stable(scene, scene.source)
      await stable(scene, scene.target)
    },
  },
  {
    name: 'a third node told of a wrong owner',
    epochs: {raised: 'source', low: 'target'},
    keys: KEYS,
    apply: misinform,
  },
  {
    name: 'a third node told of a wrong owner, and importing from it',
    epochs: {raised: 'source', low: 'target'},
    keys: KEYS,
    isHarmlessOn: isRedis,
    apply: async (scene) => {
      await misinform(scene)
      await importing({...scene, source: scene.target, target: scene.other})
    },
  },
]

/** The damages that servers of this kind do not make worse. */
export function damagesFor(program: ServerProgram): Damage[] {
  return DAMAGES.filter(({isHarmlessOn}) => isHarmlessOn?.(program) ?? true)
}

/**
 * Valkey 8 and later make a node the owner of a slot that it imports from a node that does not own it, as soon as
 * that node announces its slots, and the real owner then deletes its keys. No tool could prevent that.
 */
function isRedis({software}: ServerProgram): boolean {
  return software === 'redis'
}

/** Keys of a slot and their values, as tests write them. */
export function keysOf(slot: number, count: number): [string, string][] {
  return Array.from({length: count}, (_, at) => [`{${tagOf(slot)}}damage${at}`, `value ${slot} ${at}`])
}

async function open(scene: Scene): Promise<void> {
  await importing(scene)
  await migrating(scene)
}

async function importing({cluster, slot, source, target}: Scene): Promise<void> {
  await ask(target, 'CLUSTER', 'SETSLOT', slot, 'IMPORTING', cluster.idOf(source))
}

async function migrating({cluster, slot, source, target}: Scene): Promise<void> {
  await ask(source, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', cluster.idOf(target))
}

async function stable({slot}: Scene, node: TestServer): Promise<void> {
  await ask(node, 'CLUSTER', 'SETSLOT', slot, 'STABLE')
}

async function toldOf({cluster, slot}: Scene, node: TestServer, owner: TestServer): Promise<void> {
  await ask(node, 'CLUSTER', 'SETSLOT', slot, 'NODE', cluster.idOf(owner))
}

/**
 * The owner has the highest epoch. If the wrong one had it, the misinformed node would make the owner give up the
 * slot, and the owner would delete its keys before the repair.
 */
async function misinform(scene: Scene): Promise<void> {
  await raise(scene, scene.source)
  await toldOf(scene, scene.other, scene.target)
}

/**
 * Gives a node the highest config epoch. CLUSTER BUMPEPOCH exceeds only what the node has heard of: it may get the
 * same epoch as a node that an earlier damage has just raised, and the servers then settle who is above by the ids.
 */
async function raise({cluster}: Scene, node: TestServer): Promise<void> {
  const others = cluster.primaries.filter((one) => one !== node)
  await until('the node has the highest config epoch', async () => {
    await ask(node, 'CLUSTER', 'BUMPEPOCH')
    const [mine = 0, ...theirs] = await Promise.all([node, ...others].map(ownEpoch))
    return mine > Math.max(...theirs)
  })
}

async function ownEpoch(node: TestServer): Promise<number> {
  const info = String(await ask(node, 'CLUSTER', 'INFO'))
  return Number(/cluster_my_epoch:(\d+)/.exec(info)?.[1])
}

async function unassign({slot, source}: Scene): Promise<void> {
  await ask(source, 'CLUSTER', 'DELSLOTS', slot)
}

async function send({slot, source, target}: Scene, count: number, from = 0): Promise<void> {
  const keys = keysOf(slot, from + count)
    .slice(from)
    .map(([key]) => key)
  await ask(source, 'MIGRATE', target.host, target.port, '', 0, 5000, 'KEYS', ...keys)
}
