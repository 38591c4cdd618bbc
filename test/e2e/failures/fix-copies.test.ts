import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {type CliResult, runCli} from '../../support/cli.js'
import {copiesOf, plant} from '../../support/copies.js'
import {keysOf} from '../../support/damage.js'
import {readCluster} from '../../support/damaged-cluster.js'
import {tagOf} from '../../support/fill.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const LIMIT = {limitMs: 50_000}
/** Number of keys that are listed at one time. */
const LISTED = 1000

describe('[E] fix of keys of which two nodes have different copies', () => {
  let cluster: TestCluster
  let a: TestServer
  let b: TestServer
  let c: TestServer
  before(async () => {
    cluster = await TestCluster.start({count: 4, replicas: 0, args: ['--cluster-node-timeout', '2000']})
    ;[a, b, c] = cluster.primaries as [TestServer, TestServer, TestServer]
  })
  after(() => cluster[Symbol.asyncDispose]())

  it('names the key and keeps both copies in a slot without an owner, until --conflicts is given', async () => {
    const slot = 100
    const key = keyOf(slot)
    await plant(cluster, {node: b, peer: a, slot, marked: true}, [[key, 'v1']])
    await ask(a, 'SET', key, 'v2')
    await ask(a, 'CLUSTER', 'DELSLOTS', slot)
    expectNamed(await runCli(['fix', a.address, '--yes'], LIMIT), key)
    expect(await valuesOf(slot, key)).to.have.members(['v1', 'v2'])
    const args = ['fix', a.address, '--yes', '--search-multiple-owners', '--conflicts', 'keep-other']
    const decided = await runCli(args, LIMIT)
    expect(decided.exitCode, textOf(decided)).to.equal(0)
    expect(await valuesOf(slot, key)).to.deep.equal(['v2'])
    const [, file = ''] = /saved to (\S+saved-keys-\S+\.ndjson)/.exec(textOf(decided)) ?? []
    const kept = await runCli(['restore', file, a.address], LIMIT)
    expect(kept.exitCode, textOf(kept)).to.equal(6)
    expect(await valuesOf(slot, key)).to.deep.equal(['v2'])
    const restored = await runCli(['restore', file, a.address, '--replace'], LIMIT)
    expect(restored.exitCode, textOf(restored)).to.equal(0)
    expect(await valuesOf(slot, key)).to.deep.equal(['v1'])
  })

  it('keeps both copies in a slot that two nodes import, to one of which clients are redirected', async () => {
    const slot = 200
    const key = keyOf(slot)
    await plant(cluster, {node: b, peer: a, slot, marked: true}, [[key, 'new']])
    await plant(cluster, {node: c, peer: a, slot, marked: true}, [[key, 'old']])
    await ask(a, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', cluster.idOf(b))
    expectNamed(await runCli(['fix', a.address, '--yes'], LIMIT), key)
    const copies = await copiesOf(cluster.primaries, {slot, key})
    expect([...copies.values()]).to.have.members(['new', 'old'])
    expect(await ask(b, 'GET', key)).to.equal('new')
    await decide()
  })

  it('keeps both copies in a slot that only the target has marked, and reshard refuses to continue', async () => {
    const slot = 300
    const key = keyOf(slot)
    await plant(cluster, {node: b, peer: a, slot, marked: true}, [[key, 'at the target']])
    await ask(a, 'SET', key, 'at the owner')
    const ends = ['--from', a.address, '--to', b.address, '--slot-ranges', String(slot)]
    const moved = await runCli(['reshard', a.address, ...ends, '--yes'], LIMIT)
    expect(moved.exitCode, textOf(moved)).to.equal(3)
    expect(await valuesOf(slot, key)).to.have.members(['at the owner', 'at the target'])
    expectNamed(await runCli(['fix', a.address, '--yes'], LIMIT), key)
    expect(await valuesOf(slot, key)).to.have.members(['at the owner', 'at the target'])
    const args = ['fix', a.address, '--yes', '--search-multiple-owners', '--accept-data-loss']
    expect((await runCli(args, LIMIT)).exitCode).to.equal(0)
    expect(await valuesOf(slot, key)).to.deep.equal(['at the owner'])
  })

  it('moves all other stray keys, of the same slot and of others, to their owner', async () => {
    const [slot, beside] = [400, 401]
    const many = keysOf(slot, LISTED * 2 + 500)
    const others = keysOf(beside, 10)
    const [first] = many
    const key = first?.[0] ?? ''
    await plant(cluster, {node: b, peer: a, slot, marked: false}, many)
    await plant(cluster, {node: b, peer: a, slot: beside, marked: false}, others)
    await ask(a, 'SET', key, 'another')
    expectNamed(await runCli(['fix', a.address, '--yes', '--search-multiple-owners'], LIMIT), key)
    const replies = await askAll(
      a,
      [...many, ...others].map(([name]) => ['GET', name]),
    )
    expect(replies).to.deep.equal(['another', ...many.slice(1).map(valueOf), ...others.map(valueOf)])
    expect((await copiesOf(cluster.primaries, {slot, key})).get(b)).to.equal(valueOf(many[0]))
    await decide()
  })

  it('gives no slot to a node with a stray key while the target of the slot’s move is only unreachable', async () => {
    const slot = 500
    const keys = keysOf(slot, 3)
    const gone = cluster.shard(3).primary
    await askAll(
      a,
      keys.map(([name, value]) => ['SET', name, value]),
    )
    await ask(gone, 'CLUSTER', 'SETSLOT', slot, 'IMPORTING', cluster.idOf(a))
    await ask(a, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', cluster.idOf(gone))
    await ask(a, 'MIGRATE', gone.host, gone.port, '', 0, 5000, 'KEYS', ...keys.slice(1).map(([name]) => name))
    await plant(cluster, {node: b, peer: a, slot, marked: false}, [[`{${tagOf(slot)}}stray`, 'stray']])
    const map = ['--address-map', `${gone.address}=127.0.0.1:1`]
    const fixed = await runCli(['fix', a.address, '--yes', ...map], LIMIT)
    expect(fixed.exitCode, textOf(fixed)).to.equal(3)
    expect(textOf(fixed)).to.contain(`were being moved to ${gone.address}`)
    const {nodes} = await readCluster(cluster)
    const owner = nodes.find(({id}) => id === cluster.idOf(a))
    expect(owner?.openSlots).to.deep.equal([{slot, direction: 'migrating', peer: cluster.idOf(gone)}])
    const done = await runCli(['fix', a.address, '--yes'], LIMIT)
    expect(done.exitCode, textOf(done)).to.equal(0)
    const replies = await askAll(
      gone,
      keys.map(([name]) => ['GET', name]),
    )
    expect(replies).to.deep.equal(keys.map(valueOf))
  })

  /** Decides the conflict, because the next test needs a healthy cluster. */
  async function decide(): Promise<void> {
    const args = ['fix', a.address, '--yes', '--search-multiple-owners', '--conflicts', 'keep-owner']
    const decided = await runCli(args, LIMIT)
    expect(decided.exitCode, textOf(decided)).to.equal(0)
  }

  async function valuesOf(slot: number, key: string): Promise<string[]> {
    return [...(await copiesOf(cluster.primaries, {slot, key})).values()]
  }
})

function keyOf(slot: number): string {
  return `{${tagOf(slot)}}key`
}

function valueOf([, value]: readonly [string, string] = ['', '']): string {
  return value
}

function expectNamed(result: CliResult, key: string): void {
  expect(result.exitCode, textOf(result)).to.equal(6)
  expect(textOf(result)).to.contain(`«${key}»`)
}

function textOf({exitCode, stdout, stderr}: CliResult): string {
  return `exit ${exitCode}\n${stdout}\n${stderr}`
}
