import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {contentOf, differences, fillMixed} from '../../support/dataset.js'
import {fill} from '../../support/fill.js'
import {defaultProgram} from '../../support/matrix.js'
import {runImport} from '../../support/run-import.js'
import {Sentinel} from '../../support/sentinel.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const STANDALONE = ['--cluster-enabled', 'no']
const RANGES = [
  {start: 0, end: 5460},
  {start: 5461, end: 10_922},
  {start: 10_923, end: 16_383},
]

describe('[I] import from other sources', () => {
  for (const copy of [true, false]) {
    it(`continues when the primary of a Sentinel group dies in the middle (${copy ? 'copy' : 'move'})`, async () => {
      await withSentinelGroup(async ({second, importWhileFirstDies}) => {
        expect((await importWhileFirstDies(copy)).troubles.shown).to.deep.equal([])
        expect(await ask(second, 'DBSIZE')).to.equal(copy ? GROUP_KEYS : 0)
      })
    })
  }

  it('moves the keys that come back, because the replica that took over had not heard that they left', async () => {
    await withSentinelGroup(async ({first, second, importWhileFirstDies}) => {
      await cutOff(second, first)
      const outcome = await importWhileFirstDies(false)
      expect(outcome.status).to.equal('done')
      expect(await ask(second, 'DBSIZE')).to.equal(0)
      expect(outcome.tallies).to.have.length(1)
      expect(outcome.tallies[0]).to.include({same: 0, left: 0})
    })
  })

  it('imports the keys of a cluster of another shape', async () => {
    await using source = await TestCluster.start({count: 3, replicas: 0})
    await using target = await TestCluster.start({count: 5, replicas: 0})
    await Promise.all(
      source.primaries.map((node, at) =>
        fill(node, {ranges: [RANGES[at] ?? {start: 0, end: 0}], keysPerSlot: 1}),
      ),
    )
    const expected = await contentOf(source.primaries)
    expect(expected.size).to.equal(16_384)
    const outcome = await runImport(target.shard(4).primary, source.shard(1).primary, {copy: false})
    expect(outcome.status, outcome.stopped).to.equal('done')
    expect(outcome.tallies).to.have.length(3)
    expect(differences(expected, await contentOf(target.primaries))).to.deep.equal([])
    expect(await Promise.all(source.primaries.map((node) => ask(node, 'DBSIZE')))).to.deep.equal([0, 0, 0])
    await movesMeanwhile(source, target)
  })
})

const GROUP_KEYS = 6000

type SentinelGroup = {
  readonly first: TestServer
  readonly second: TestServer
  /** Imports all keys into a cluster; the first server dies in the middle, and nothing differs afterwards. */
  readonly importWhileFirstDies: (copy: boolean) => ReturnType<typeof runImport>
}

/** Uses a primary with keys, its replica, and a Sentinel that makes the replica primary. */
async function withSentinelGroup(use: (group: SentinelGroup) => Promise<void>): Promise<void> {
  const args = [...STANDALONE, '--repl-diskless-sync-delay', '0']
  await using servers = await TestServers.start({count: 2, args})
  await using cluster = await TestCluster.start({count: 3, replicas: 0})
  const [first, second] = [servers.node(0), servers.node(1)]
  await fillMixed(first, {keys: GROUP_KEYS})
  const expected = await contentOf([first])
  await replicate(second, first)
  await using sentinel = await Sentinel.start(defaultProgram(), 'group', first)
  const connection = {...PLAIN, commandTimeoutMs: 2000}
  const source = {
    kind: 'sentinel',
    sentinels: [sentinel.address],
    group: 'group',
    connection,
    sentinelConnection: connection,
  } as const
  await use({
    first,
    second,
    importWhileFirstDies: async (copy) => {
      const died = killAfter(first, 500)
      const context = {onEvent: died.onEvent}
      const outcome = await runImport(cluster.shard(0).primary, source, {copy, pipeline: 10, context})
      expect(died.isDead(), 'it died in the middle').to.equal(true)
      expect(outcome.stopped).to.equal(undefined)
      expect(differences(expected, await contentOf(cluster.primaries))).to.deep.equal([])
      return outcome
    },
  })
}

/**
 * Moves the keys in the other direction while a slot of the source cluster moves. The import then does not end
 * complete, and no key is lost.
 */
async function movesMeanwhile(target: TestCluster, source: TestCluster): Promise<void> {
  const [first, second] = source.primaries
  if (!first || !second) throw new Error('too few primaries')
  // An empty slot moves immediately.
  await askAll(
    first,
    ((await ask(first, 'CLUSTER', 'GETKEYSINSLOT', 0, 10)) as string[]).map((key) => ['DEL', key]),
  )
  const expected = await contentOf(source.primaries)
  const moves: Promise<unknown>[] = []
  const onEvent = ({type}: {readonly type: string}) => {
    if (type !== 'import-progress' || moves.length > 0) return
    moves.push(
      ...source.primaries.map((node) => ask(node, 'CLUSTER', 'SETSLOT', 0, 'NODE', source.idOf(second))),
    )
  }
  const outcome = await runImport(target.shard(0).primary, first, {copy: false, context: {onEvent}})
  await Promise.all(moves)
  expect(outcome.status).to.equal('incomplete')
  expect(outcome.stopped).to.match(/slots of the source were moved to other nodes during the import/)
  expect(differences(expected, await contentOf([...source.primaries, ...target.primaries]))).to.deep.equal([])
}

async function replicate(replica: TestServer, primary: TestServer): Promise<void> {
  await ask(replica, 'REPLICAOF', primary.host, primary.port)
  await until(
    'the replica is in step',
    async () => {
      const info = String(await ask(replica, 'INFO', 'replication'))
      return info.includes('master_link_status:up')
    },
    15_000,
  )
}

/** Ends the replication for good: the replica logs in with a password that its primary does not have. */
async function cutOff(replica: TestServer, primary: TestServer): Promise<void> {
  await ask(replica, 'CONFIG', 'SET', 'masterauth', 'another')
  await ask(primary, 'CLIENT', 'KILL', 'TYPE', 'replica')
}

/** Kills a server as soon as this many keys have arrived. */
function killAfter(server: TestServer, keys: number) {
  let dead = false
  return {
    isDead: () => dead,
    onEvent: (event: {readonly type: string; readonly progress?: unknown}) => {
      const progress = event.progress as {readonly keys?: number} | undefined
      if (dead || event.type !== 'import-progress' || (progress?.keys ?? 0) < keys) return
      dead = true
      server.killNow()
    },
  }
}
