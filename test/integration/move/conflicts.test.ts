import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import type {ConflictPolicy} from '../../../src/domain/move.js'
import type {ChangeOutcome} from '../../../src/domain/outcome.js'
import {ask, askAll} from '../../support/ask.js'
import {tagOf} from '../../support/fill.js'
import {serverPrograms} from '../../support/matrix.js'
import {runReshard} from '../../support/run-change.js'
import {marksOn} from '../../support/slots.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const SLOT = 7
const key = (name: string) => `{${tagOf(SLOT)}}${name}`
const FIELDS = Array.from({length: 600}, (_, at) => [`field ${at}`, `value ${at}`])

/** Valkey replicates marks, so a mark proves nothing and the user has to decide about copies. */
const valkey = serverPrograms().find(({software}) => software === 'valkey')

type Scene = {readonly cluster: TestCluster; readonly source: TestServer; readonly target: TestServer}

/** A slot that is open on both ends, with keys that both hold: equal ones, and ones that differ. */
async function startScene(): Promise<Scene> {
  const cluster = await TestCluster.start({count: 3, replicas: 0, ...(valkey && {server: valkey.path})})
  const source = cluster.shard(0).primary
  const target = cluster.shard(2).primary
  await ask(target, 'CLUSTER', 'SETSLOT', SLOT, 'IMPORTING', cluster.idOf(source))
  await askAll(source, [
    ['SET', key('only'), 'here'],
    ['SET', key('same'), 'same'],
    ['SET', key('differs'), 'of the owner'],
    ['SET', key('time'), 'same', 'PX', 900_000],
    ['HSET', key('hash'), ...FIELDS.flat()],
  ])
  await ask(source, 'CLUSTER', 'SETSLOT', SLOT, 'MIGRATING', cluster.idOf(target))
  await askAll(
    target,
    [
      ['SET', key('same'), 'same'],
      ['SET', key('differs'), 'of the other'],
      ['SET', key('time'), 'same'],
      ['HSET', key('hash'), ...FIELDS.toReversed().flat()],
      ['SET', key('there'), 'there'],
    ].flatMap((command) => [['ASKING'], command]),
  )
  return {cluster, source, target}
}

function move({cluster, source, target}: Scene, conflicts: ConflictPolicy): Promise<ChangeOutcome> {
  const wish = {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: '5-9'}
  return runReshard(cluster.shard(1).primary, wish, {method: 'keys', moving: {conflicts}})
}

async function read(node: TestServer, name: string): Promise<unknown> {
  const [, value] = await askAll(node, [['ASKING'], ['GET', key(name)]])
  return value
}

async function expectRest({source, target}: Scene): Promise<void> {
  expect(await read(target, 'only')).to.equal('here')
  expect(await read(target, 'same')).to.equal('same')
  expect(await read(target, 'there')).to.equal('there')
  const fields = new Map(FIELDS as [string, string][])
  const hash = (await askAll(target, [['ASKING'], ['HGETALL', key('hash')]]))[1] as string[]
  expect(hash).to.have.length(2 * fields.size)
  for (let at = 0; at < hash.length; at += 2) expect(hash[at + 1]).to.equal(fields.get(hash[at] ?? ''))
  expect(await ask(source, 'CLUSTER', 'COUNTKEYSINSLOT', 5)).to.equal(0)
}

/** The last two values in the file that a note names, with the suffix of their keys. */
function saved(outcome: ChangeOutcome): string[] {
  const [, file = ''] = /saved to (\S+\.ndjson)/.exec(outcome.steps[0]?.notes?.join() ?? '') ?? []
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(-2)
  return lines.map((line) => {
    const {key: name, payload, timeToLiveMs} = JSON.parse(line) as Record<string, string>
    const text = Buffer.from(payload ?? '', 'base64').toString('latin1')
    const lasts = Number(timeToLiveMs) < 0 ? 'for ever' : 'for a time'
    return `${Buffer.from(name ?? '', 'base64')
      .toString()
      .replace(/.*}/, '')} ${/of the (?:owner|other)|same/.exec(text)?.[0]} ${lasts}`
  })
}

describe('[I] different copies of a key', function () {
  before(function () {
    if (!valkey) this.skip()
  })

  it('are both kept and named, all other keys move, and the slot stays open', async () => {
    const scene = await startScene()
    await using _cluster = scene.cluster
    const outcome = await move(scene, 'stop')
    expect(outcome.status).to.equal('incomplete')
    const [step] = outcome.steps
    expect(step?.error)
      .to.contain(`«${key('differs')}» (slot 7)`)
      .and.contain(`«${key('time')}» (slot 7)`)
    expect(step?.error).to.not.contain(key('same'))
    expect(step?.error).to.not.contain(key('hash'))
    expect(step?.move?.open).to.deep.equal([{start: 7, end: 7}])
    expect(step?.move?.moved).to.deep.equal([
      {start: 5, end: 6},
      {start: 8, end: 9},
    ])
    expect([await read(scene.source, 'differs'), await read(scene.target, 'differs')]).to.deep.equal([
      'of the owner',
      'of the other',
    ])
    expect(await ask(scene.source, 'PTTL', key('time'))).to.be.above(0)
    expect(await marksOn(scene.source)).to.deep.equal(['7->-'])
    expect(await marksOn(scene.target)).to.deep.equal(['7-<-'])
    await expectRest(scene)
  })

  it('do not prevent other pairs of nodes from moving slots, and steps after the moves are not run', async () => {
    const scene = await startScene()
    await using cluster = scene.cluster
    const [source, bystander] = [scene.source, cluster.shard(1).primary]
    const outcome = await runReshard(
      bystander,
      {to: cluster.idOf(scene.target), from: cluster.idsOf([source, bystander]), slots: '5-9,6000'},
      {method: 'keys', moving: {conflicts: 'stop'}, parallel: 1},
    )
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.steps.map(({status}) => status)).to.deep.equal(['failed', 'done', 'not-run'])
    expect(outcome.steps[1]?.move?.moved).to.deep.equal([{start: 6000, end: 6000}])
  })

  it('with keep-owner: the owner’s copy is kept, and the other one is saved', async () => {
    const scene = await startScene()
    await using _cluster = scene.cluster
    const outcome = await move(scene, 'keep-owner')
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(await read(scene.target, 'differs')).to.equal('of the owner')
    expect(await ask(scene.target, 'PTTL', key('time'))).to.be.within(1, 900_000)
    expect(saved(outcome)).to.have.members(['differs of the other for ever', 'time same for ever'])
    await expectRest(scene)
  })

  it('with keep-other: the other copy is kept, and the owner’s is saved', async () => {
    const scene = await startScene()
    await using _cluster = scene.cluster
    const outcome = await move(scene, 'keep-other')
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(await read(scene.target, 'differs')).to.equal('of the other')
    expect(await ask(scene.target, 'PTTL', key('time'))).to.equal(-1)
    expect(saved(outcome)).to.have.members(['differs of the owner for ever', 'time same for a time'])
    await expectRest(scene)
  })

  it('with keep-other but without EVAL: the owner’s copy, which clients may change, is not deleted', async () => {
    const scene = await startScene()
    await using cluster = scene.cluster
    for (const node of cluster.nodes) await ask(node, 'ACL', 'SETUSER', 'default', '-eval')
    const outcome = await move(scene, 'keep-other')
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.steps[0]?.error).to.match(
      /does not allow this user to run EVAL.*copies of keys of slot 7 safely/,
    )
    expect(await read(scene.source, 'differs')).to.equal('of the owner')
    expect(await read(scene.target, 'differs')).to.equal('of the other')
    expect(await marksOn(scene.source)).to.include('7->-')
  })
})
