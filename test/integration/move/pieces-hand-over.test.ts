import {expect} from 'chai'
import {LeftCopies} from '../../../src/redis/pieces/left-copies.js'
import {copyNameIn} from '../../../src/redis/pieces/copy-name.js'
import {holdKey} from '../../../src/redis/pieces/hold-key.js'
import {SourceKey} from '../../../src/redis/pieces/source-key.js'
import {TargetCopy} from '../../../src/redis/pieces/target-copy.js'
import {Wire} from '../../../src/redis/wire.js'
import {ask, askAll} from '../../support/ask.js'
import {tagOf} from '../../support/fill.js'
import {defaultProgram, matrix} from '../../support/matrix.js'
import {runSteps} from '../../support/run-steps.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const SLOT = 50
const key = Buffer.from(`{${tagOf(SLOT)}}key`)
const name = key.toString()
const COMPLETE = {count: 'SCARD', least: 2, most: 2, ttlMs: -1}

/** A key of a slot that is open on both ends, and connections to them. */
class OpenSlot implements AsyncDisposable {
  readonly cluster: TestCluster
  readonly source: TestServer
  readonly target: TestServer
  private readonly wires: Wire[] = []

  private constructor(cluster: TestCluster) {
    this.cluster = cluster
    ;[this.source, this.target] = cluster.primaries as [TestServer, TestServer]
  }

  static async make(server: string): Promise<OpenSlot> {
    const open = new OpenSlot(await TestCluster.start({count: 2, replicas: 0, server}))
    await open.mark()
    return open
  }

  async mark(): Promise<void> {
    const {cluster, source, target} = this
    await ask(source, 'SADD', name, 'a', 'b')
    await ask(target, 'CLUSTER', 'SETSLOT', SLOT, 'IMPORTING', cluster.idOf(source))
    await ask(source, 'CLUSTER', 'SETSLOT', SLOT, 'MIGRATING', cluster.idOf(target))
  }

  async wire({host, port}: TestServer): Promise<Wire> {
    const wire = await Wire.open({host, port}, PLAIN)
    this.wires.push(wire)
    return wire
  }

  async watch(): Promise<SourceKey> {
    return SourceKey.watch(await this.wire(this.source), 0, key)
  }

  async copy(): Promise<TargetCopy> {
    return TargetCopy.open(await this.wire(this.target), 0, copyNameIn(SLOT))
  }

  /** What the target has under the name of the key. */
  async atTarget(): Promise<unknown> {
    const [, reply] = await askAll(this.target, [['ASKING'], ['SMEMBERS', name]])
    return reply
  }

  async asClient(...command: string[]): Promise<void> {
    const [, reply] = await askAll(this.target, [['ASKING'], command])
    if (reply instanceof Error) throw reply
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const wire of this.wires) wire.close()
    await this.cluster[Symbol.asyncDispose]()
  }
}

describe('[I] a copy in pieces', function () {
  this.timeout(60_000)

  matrix('is handed over', ({path}) => {
    it('if it is complete and nobody has changed the key, otherwise not', async () => {
      await using open = await OpenSlot.make(path)
      await refusesIncomplete(open)
      await isTakenBack(open)
      await isHeld(open)
      const [source, copy] = [await open.watch(), await open.copy()]
      await copy.add([['SADD', copy.name, 'a', 'b']])
      // Whoever asks for the key is still served by its owner.
      expect(await ask(open.source, 'SCARD', name)).to.equal(2)
      expect(await copy.giveName(key, COMPLETE)).to.equal('named')
      expect(await source.giveAway()).to.equal('given')
      await copy.discard()
      expect(await open.atTarget()).to.have.members(['a', 'b'])
      expect(await ask(open.source, 'DBSIZE')).to.equal(0)
      expect(await ask(open.target, 'DBSIZE')).to.equal(1)
      const [, ttl] = await askAll(open.target, [['ASKING'], ['TTL', name]])
      expect(ttl).to.equal(-1)
      const late = await open.wire(open.source)
      expect(await holdKey(late, 0, key)).to.equal(false)
    })
  })

  it('that a killed move left is deleted, and the value of the owner counts', async () => {
    await using open = await OpenSlot.make(defaultProgram())
    const [incomplete, complete] = [await open.copy(), await open.copy()]
    await incomplete.add([['SADD', incomplete.name, 'a']])
    await complete.add([['SADD', complete.name, 'a', 'b']])
    expect(await complete.giveName(key, COMPLETE)).to.equal('named')
    // Here the process dies, and a client goes on.
    await ask(open.source, 'SADD', name, 'c')
    const found = await new LeftCopies(await open.wire(open.target)).find(0, SLOT)
    expect(found.map((one) => one.key?.toString())).to.have.members([undefined, name])
    const [source, target] = [open.source, open.target].map((node) => open.cluster.idOf(node))
    if (!source || !target) throw new Error('no ids')
    const ranges = [{start: SLOT, end: SLOT}]
    // It would fail if two values had to be compared, because one of them would have to be saved.
    const [moved] = await runSteps(open.source, [
      {kind: 'migrate-slots', source, target, ranges, method: 'keys', after: [], vouched: true},
    ])
    expect(moved?.error).to.equal(undefined)
    expect(moved?.notes).to.equal(undefined)
    expect(await ask(open.target, 'SMEMBERS', name)).to.have.members(['a', 'b', 'c'])
    expect(await ask(open.target, 'DBSIZE')).to.equal(1)
  })
})

async function refusesIncomplete(open: OpenSlot): Promise<void> {
  const copy = await open.copy()
  await copy.add([['SADD', copy.name, 'a']])
  expect(await copy.giveName(key, COMPLETE).catch(String)).to.equal('incomplete')
  // As if it had been evicted between two pieces.
  await open.asClient('DEL', copy.name.toString())
  await copy.add([['SADD', copy.name, 'a', 'b']])
  expect(await copy.giveName(key, COMPLETE).catch(String)).to.equal('lost')
  await copy.discard()
  expect(await ask(open.target, 'DBSIZE')).to.equal(0)
}

async function isTakenBack(open: OpenSlot): Promise<void> {
  const [source, copy] = [await open.watch(), await open.copy()]
  await copy.add([['SADD', copy.name, 'a', 'b']])
  await ask(open.source, 'SADD', name, 'c')
  await ask(open.source, 'SREM', name, 'c')
  expect(await copy.giveName(key, COMPLETE)).to.equal('named')
  const second = await open.copy()
  await second.add([['SADD', second.name, 'a', 'b']])
  expect(await second.giveName(key, COMPLETE).catch(String)).to.equal('exists')
  await second.discard()
  expect(await source.giveAway()).to.equal('changed')
  expect(await copy.takeBack(key)).to.equal(true)
  await copy.discard()
  expect(await ask(open.target, 'DBSIZE')).to.equal(0)
  // A client that was sent to the target keeps what it wrote.
  const third = await open.copy()
  await third.add([['SADD', third.name, 'a', 'b']])
  expect(await third.giveName(key, COMPLETE)).to.equal('named')
  await open.asClient('SADD', name, 'x')
  expect(await third.takeBack(key)).to.equal(false)
  await open.asClient('DEL', name)
  await third.discard()
}

/** A transaction that is still on its way does nothing any more. */
async function isHeld(open: OpenSlot): Promise<void> {
  const other = await open.wire(open.source)
  for (const ttl of ['-1', '100000']) {
    await ask(open.source, ...(ttl === '-1' ? ['PERSIST', name] : ['PEXPIRE', name, ttl]))
    const source = await open.watch()
    expect(await holdKey(other, 0, key)).to.equal(true)
    expect(await source.giveAway()).to.equal('changed')
    expect(Number(await ask(open.source, 'PTTL', name))).to.be.within(Number(ttl) - 5000, Number(ttl))
  }
  await ask(open.source, 'PERSIST', name)
}
