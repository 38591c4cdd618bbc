import {expect} from 'chai'
import {isOver} from '../../../src/redis/atomic-jobs.js'
import {ask, askAll} from '../../support/ask.js'
import {jobsOn, REDIS_8, slowSnapshots, VALKEY_9, Values} from '../../support/atomic.js'
import {runCli} from '../../support/cli.js'
import {copiesOf, expectServed, plant} from '../../support/copies.js'
import {keysOf} from '../../support/damage.js'
import {contentOf, differences, fillMixed} from '../../support/dataset.js'
import {FaultyBuild} from '../../support/faulty-build.js'
import {FaultyRun} from '../../support/faulty-run.js'
import {fill} from '../../support/fill.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestServers} from '../../support/servers.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const PLACES = {
  listKeyGroups: 'execution/move/by-keys/key-groups.ts',
  take: 'execution/move/by-keys/pace.ts',
  addSent: 'execution/move/by-keys/tally.ts',
  turnSlots: 'execution/move/by-keys/marks.ts',
  tellSlots: 'execution/move/by-keys/tell-slots.ts',
  before: 'execution/move/by-keys/prepare-close.ts',
  sendPlainly: 'execution/move/by-keys/send-batch.ts',
  resolveConflicts: 'execution/move/conflicts.ts',
  removeFrom: 'execution/move/conflicts.ts',
  look: 'execution/move/watch-atomic.ts',
  scheduleMoves: 'planning/schedule.ts',
  planMethods: 'planning/moves/methods.ts',
  parseClusterNodes: 'redis/cluster-nodes.ts',
  parseInfo: 'redis/info.ts',
  progressDocument: 'contract/event.ts',
  changeText: 'report/change-text.ts',
  decide: 'planning/fix/rules.ts',
  closeSlots: 'execution/fix/close-slots.ts',
  claimSlots: 'execution/fix/claim-slots.ts',
  revealKeys: 'execution/fix/reveal-keys.ts',
  closeEmpty: 'execution/move/by-keys/close-empty.ts',
  adoptWindow: 'execution/fix/adopt-keys.ts',
  inBatches: 'execution/import/batches.ts',
  judgeAll: 'execution/import/compare-keys.ts',
  takeOff: 'execution/import/by-stream.ts',
  migrate: 'execution/import/by-migrate.ts',
  tellKeys: 'execution/import/job.ts',
  importText: 'report/import-text.ts',
}

const LIMIT = {limitMs: 60_000}
const SLOTS = 12
/** More than a batch has, so that a slot may have keys on both ends. */
const KEYS_PER_SLOT = 150
/** Number of keys in a slot that is damaged. */
const MOST_KEYS = 12

describe('[E] a TypeError of our own', function () {
  this.timeout(240_000)
  let build: FaultyBuild
  let cluster: TestCluster
  let a: TestServer
  let b: TestServer
  let c: TestServer

  before(async () => {
    const [built, started] = await Promise.allSettled([
      FaultyBuild.make(PLACES),
      TestCluster.start({count: 3, replicas: 0}),
    ])
    if (built.status === 'fulfilled') build = built.value
    if (started.status === 'fulfilled') cluster = started.value
    for (const one of [built, started]) if (one.status === 'rejected') throw one.reason
    ;[a, b, c] = cluster.primaries as [TestServer, TestServer, TestServer]
  })

  after(async () => {
    await build?.[Symbol.asyncDispose]()
    await cluster?.[Symbol.asyncDispose]()
  })

  describe('while slots are moved', () => {
    const faults: readonly (readonly [what: string, fault: string, ...more: string[]])[] = [
      ['that lists the keys of an open slot', 'turnSlots:2>listKeyGroups:2+'],
      ['that sizes a batch', 'turnSlots:2>take:3+'],
      ['that counts what was sent', 'turnSlots:2>addSent:3+'],
      ['that closes a window and opens the next', 'turnSlots:3'],
      ['between telling the target and the source that slots open', 'tellSlots:2'],
      ['between telling the target and the source of the new owner', 'turnSlots:3>tellSlots:2'],
      ['that checks the ends before slots are closed', 'before:2+'],
      ['that parses CLUSTER NODES', 'turnSlots:2>parseClusterNodes:1'],
      ['that reports the progress', 'turnSlots:2>progressDocument:2+', '--progress', 'ndjson'],
      ['that parses INFO after the last slot', 'turnSlots:5>parseInfo:1'],
      ['that reports what was moved', 'changeText:1'],
    ]
    const keys = {keysPerSlot: KEYS_PER_SLOT, bytes: 300}

    before(() => fill(a, {...keys, ranges: [{start: 0, end: SLOTS * faults.length - 1}]}))

    faults.forEach(([what, fault, ...more], at) => {
      it(`${what}: every window is closed`, async () => {
        const before = await contentOf(cluster.primaries)
        await using run = await FaultyRun.of(build, fault, [...reshard(at * SLOTS), ...more])
        await run.expectBug()
        expect(await marksOf(cluster)).to.deep.equal([])
        expect(differences(before, await contentOf(cluster.primaries))).to.deep.equal([])
        const journal = await run.journal()
        expect(journal).to.contain('"type":"slots-opening"')
        expect(journal).to.match(/"type":"ended","status":"(done|incomplete)".*\n$/)
      })
    })

    for (const fault of ['scheduleMoves:1', 'planMethods:1']) {
      it(`in the planner (${fault}): nothing is begun`, async () => {
        const before = await contentOf([c])
        await using run = await FaultyRun.of(build, fault, reshard(SLOTS * faults.length))
        await run.expectBug()
        expect(await run.files(/\.jsonl$/)).to.deep.equal([])
        expect(differences(before, await contentOf([c]))).to.deep.equal([])
      })
    }

    it('leaves nothing to repair', async () => {
      const {exitCode, stdout} = await runCli(['check', a.address], LIMIT)
      expect(exitCode, stdout).to.equal(0)
    })

    function reshard(start: number): string[] {
      const ends = ['--from', a.address, '--to', c.address, '--slot-ranges', `${start}-${start + SLOTS - 1}`]
      const slowly = ['--method', 'keys', '--window', '4', '--max-pause', '1', '--yes']
      return ['reshard', a.address, ...ends, ...slowly]
    }
  })

  for (const program of [REDIS_8, VALKEY_9].flatMap((one) => one ?? [])) {
    it(`while the servers move slots (${program.name}): they have stopped`, async () => {
      await using moving = await TestCluster.start({count: 3, replicas: 0, server: program.path})
      const [from, , to] = moving.primaries as [TestServer, TestServer, TestServer]
      const values = new Values([{start: 0, end: 49}], {perSlot: 5, bytes: 2000})
      await values.write(from)
      await slowSnapshots(moving, 20_000)
      const args = ['reshard', from.address, '--to', to.address, '--slot-ranges', '0-49', '--yes']
      await using run = await FaultyRun.of(build, 'look:1+', args)
      await run.expectBug()
      const states = (await Promise.all([from, to].map((node) => jobsOn(node, program)))).flat()
      expect(states.filter((job) => !isOver(job, `atomic-${program.software}`))).to.deep.equal([])
      expect(await run.journal()).to.match(/"type":"ended","status":"incomplete".*\n$/)
      expect(await values.missingOn(from)).to.deep.equal([])
    })
  }

  describe('during a repair', () => {
    /** In the slot of each case; it belongs to the first node. */
    const damages = {
      'an open slot with keys on both ends': async (slot: number) => {
        const keys = keysOf(slot, MOST_KEYS)
        await plant(cluster, {node: b, peer: a, slot, marked: true}, keys.slice(0, 5))
        await set(a, keys.slice(5))
        await ask(a, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', cluster.idOf(b))
      },
      'an open slot with other values on both ends': async (slot: number) => {
        await set(a, keysOf(slot, MOST_KEYS))
        const others = keysOf(slot, MOST_KEYS).map(([key, value]) => [key, `other ${value}`] as const)
        await plant(cluster, {node: b, peer: a, slot, marked: true}, others)
        await ask(a, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', cluster.idOf(b))
      },
      'an open slot without keys': async (slot: number) => {
        await ask(b, 'CLUSTER', 'SETSLOT', slot, 'IMPORTING', cluster.idOf(a))
        await ask(a, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', cluster.idOf(b))
      },
      'a slot that its owner gave away': async (slot: number) => {
        await plant(cluster, {node: b, peer: a, slot, marked: true}, keysOf(slot, MOST_KEYS))
        await ask(a, 'CLUSTER', 'SETSLOT', slot, 'NODE', cluster.idOf(b))
      },
      'stray keys': async (slot: number) => {
        await plant(cluster, {node: b, peer: a, slot, marked: false}, keysOf(slot, MOST_KEYS))
      },
      'stray keys with other values': async (slot: number) => {
        await set(a, keysOf(slot, 5))
        const others = keysOf(slot, MOST_KEYS).map(([key, value]) => [key, `other ${value}`] as const)
        await plant(cluster, {node: b, peer: a, slot, marked: false}, others)
      },
    }
    const faults: readonly (readonly [keyof typeof damages, fault: string])[] = [
      ['an open slot with keys on both ends', 'decide:1'],
      ['an open slot with keys on both ends', 'turnSlots:1>addSent:1'],
      ['an open slot with other values on both ends', 'resolveConflicts:1'],
      ['an open slot without keys', 'closeSlots:1>tellSlots:1'],
      ['a slot that its owner gave away', 'claimSlots:1>tellSlots:1'],
      ['stray keys', 'adoptWindow:1>sendPlainly:1'],
      ['stray keys', 'adoptWindow:1>tellSlots:3'],
      ['stray keys with other values', 'adoptWindow:1>removeFrom:2'],
    ]
    const repair = ['--yes', '--search-multiple-owners', '--conflicts', 'keep-owner']

    faults.forEach(([damage, fault], at) => {
      it(`of ${damage} (${fault}): no key is lost, no other slot is open`, async () => {
        const slot = 1000 + at
        await damages[damage](slot)
        const [marks, keys] = [await marksOf(cluster), await copiesIn(cluster, slot)]
        await using run = await FaultyRun.of(build, fault, ['fix', a.address, ...repair])
        await run.expectBug()
        const added = (await marksOf(cluster)).filter((mark) => !marks.includes(mark))
        expect(added).to.deep.equal([])
        expect(await copiesIn(cluster, slot)).to.deep.equal(keys)
        if (!fault.startsWith('decide'))
          expect(await run.journal()).to.match(/"type":"ended","status":"incomplete".*\n$/)
        const again = await runCli(['fix', a.address, ...repair], LIMIT)
        expect(again.exitCode, again.stdout + again.stderr).to.equal(0)
      })
    })
  })

  for (const {name, path: server} of serverPrograms().filter((one) => one.name.startsWith('Redis 8'))) {
    it(`while hidden keys are shown (${name}): no slot stays open`, async () => {
      await using hiding = await TestCluster.start({count: 3, replicas: 0, server})
      const [owner, other] = hiding.primaries as [TestServer, TestServer]
      await plant(hiding, {node: other, peer: owner, slot: 1, marked: false}, keysOf(1, MOST_KEYS))
      const args = ['fix', owner.address, '--yes', '--search-multiple-owners']
      await using run = await FaultyRun.of(build, 'revealKeys:1>closeEmpty:2', args)
      await run.expectBug()
      expect(await marksOf(hiding)).to.deep.equal([])
      const again = await runCli(args, LIMIT)
      expect(again.exitCode, again.stdout + again.stderr).to.equal(0)
      await expectServed(owner, keysOf(1, MOST_KEYS))
    })
  }

  describe('during an import', () => {
    const KEYS = 1500
    const faults: readonly (readonly [what: string, fault: string, ...more: string[]])[] = [
      ['that splits keys into batches', 'inBatches:2', '--way', 'stream'],
      ['that deletes what has arrived', 'takeOff:2', '--way', 'stream', '--move', '--yes'],
      ['that sends keys', 'migrate:5', '--way', 'migrate', '--move', '--yes'],
      ['that counts keys', 'tellKeys:3', '--move', '--yes'],
      ['that reports the progress', 'progressDocument:1', '--move', '--yes', '--progress', 'ndjson'],
      ['that reports what was imported', 'importText:1', '--move', '--yes'],
    ]
    let servers: TestServers
    let source: TestServer

    before(async () => {
      servers = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
      source = servers.node(0)
    })

    beforeEach(async () => {
      await Promise.all([source, ...cluster.primaries].map((node) => ask(node, 'FLUSHALL')))
      await fillMixed(source, {keys: KEYS})
    })

    after(() => servers[Symbol.asyncDispose]())

    for (const [what, fault, ...more] of faults) {
      it(`${what}: no key is lost`, () => expectKept(fault, more))
    }

    it('that compares keys of both: no key is lost', async () => {
      const first = await runCli(['import', a.address, '--from', source.address], LIMIT)
      expect(first.exitCode, first.stdout + first.stderr).to.equal(0)
      await expectKept('judgeAll:2', ['--move', '--yes'])
    })

    async function expectKept(fault: string, more: readonly string[]): Promise<void> {
      const all = [source, ...cluster.primaries]
      const before = await contentOf(all)
      const args = ['import', a.address, '--from', source.address, ...more]
      await using run = await FaultyRun.of(build, fault, args)
      await run.expectBug()
      expect(differences(before, await contentOf(all))).to.deep.equal([])
      expect(await marksOf(cluster)).to.deep.equal([])
    }
  })
})

/** The marks of open slots, each with the node that has it. */
async function marksOf({primaries}: TestCluster): Promise<string[]> {
  const views = await Promise.all(primaries.map((node) => ask(node, 'CLUSTER', 'NODES')))
  return views.flatMap((view, at) => {
    const marks = String(view).match(/\[\d+-[<>]-\w+\]/g) ?? []
    return marks.map((mark) => `${primaries[at]?.address} ${mark}`)
  })
}

/** Keys of a slot that a damage may have written, each with the values that nodes have of it. */
async function copiesIn({primaries}: TestCluster, slot: number): Promise<string[]> {
  const found = await Promise.all(
    keysOf(slot, MOST_KEYS).map(async ([key]) => {
      const copies = await copiesOf(primaries, {slot, key})
      return `${key}: ${[...new Set(copies.values())].toSorted().join(', ')}`
    }),
  )
  return found
}

async function set(node: TestServer, keys: readonly (readonly [string, string])[]): Promise<void> {
  const replies = await askAll(
    node,
    keys.map(([key, value]) => ['SET', key, value]),
  )
  const failed = replies.find((reply) => reply instanceof Error)
  if (failed) throw failed
}
