import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {fill, tagOf} from '../../support/fill.js'
import {keysInSlot, marksOn} from '../../support/slots.js'
import {startCli} from '../../support/started-cli.js'
import {TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

const SLOT = 7
const KEYS = 30_000

type Scene = Awaited<ReturnType<typeof startScene>>

async function startScene() {
  const args = ['--cluster-node-timeout', '15000']
  const cluster = await TestCluster.start({count: 3, replicas: 0, args})
  const [source, bystander, target] = cluster.primaries
  if (!source || !bystander || !target) throw new Error('too few primaries')
  await fill(source, {ranges: [{start: SLOT, end: SLOT}], keysPerSlot: KEYS})
  return {cluster, source, bystander, target}
}

function startReshard({source, bystander, target}: Scene, more: readonly string[] = []) {
  const ends = ['--from', source.address, '--to', target.address, '--slot-ranges', String(SLOT)]
  const slowly = ['--method', 'keys', '--pipeline', '2', '--max-pause', '1']
  return startCli(['reshard', bystander.address, ...ends, ...slowly, '--yes', ...more], {limitMs: 60_000})
}

/** Waits until keys have moved, then writes one of them as a client that was redirected to the target. */
async function writeOnTarget({target}: Scene): Promise<string> {
  await until('keys have gone', async () => (await keysInSlot(target, SLOT)) > 100, 20_000)
  const [key] = (await ask(target, 'CLUSTER', 'GETKEYSINSLOT', SLOT, 1)) as string[]
  if (key === undefined) throw new Error('no key has gone')
  await askAll(target, [['ASKING'], ['SET', key, 'written later']])
  return key
}

describe('[E] failures: the source of a move', () => {
  it('restarts with older data: values that clients wrote to the target in the meantime are not overwritten', async () => {
    const scene = await startScene()
    await using _cluster = scene.cluster
    const {source, target} = scene
    await ask(source, 'SAVE')
    const run = await startReshard(scene)
    const key = await writeOnTarget(scene)
    await source.restart()
    const before = await until('the source serves again', () => ask(source, 'GET', key), 20_000)
    expect(before, 'it has the old value again').to.equal('x'.repeat(100))
    const {exitCode, stdout} = await run.result
    expect(exitCode, stdout).to.equal(6)
    expect(stdout).to.contain(`«${key}»`)
    expect(await ask(source, 'GET', key)).to.equal('x'.repeat(100))
    expect((await askAll(target, [['ASKING'], ['GET', key]]))[1]).to.equal('written later')
    expect(await marksOn(source)).to.deep.equal([`${SLOT}->-`])
  })

  it('loses its mark after a reshard --replace was killed: resume still compares copies', async () => {
    const scene = await startScene()
    await using _cluster = scene.cluster
    const {source, bystander, target} = scene
    const run = await startReshard(scene, ['--replace'])
    const key = await writeOnTarget(scene)
    run.kill('SIGKILL')
    await run.result
    // A failover of the source has this effect: clients consider the key missing, and write it again.
    await ask(source, 'CLUSTER', 'SETSLOT', SLOT, 'STABLE')
    await until('the source took what it had been told', async () => {
      const left = await keysInSlot(source, SLOT)
      return left === (await keysInSlot(source, SLOT)) && left < KEYS
    })
    await ask(source, 'SET', key, 'written anew')
    const resumed = await startCli(['resume', bystander.address, '--yes'], {limitMs: 60_000})
    const {exitCode, stdout} = await resumed.result
    expect(exitCode, stdout).to.equal(6)
    expect(stdout).to.contain(`«${key}»`)
    const copies = await Promise.all(
      [source, target].map(async (node) => (await askAll(node, [['ASKING'], ['GET', key]]))[1]),
    )
    expect(copies).to.have.members(['written anew', 'written later'])
  })
})

describe('[E] failures: a key that clients change all the time', () => {
  it('is left on both nodes after some tries, and the repair ends', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [owner, , other] = cluster.primaries
    if (!owner || !other) throw new Error('too few primaries')
    const key = `{${tagOf(SLOT)}}counter`
    await ask(other, 'CLUSTER', 'SETSLOT', SLOT, 'IMPORTING', cluster.idOf(owner))
    await askAll(other, [['ASKING'], ['SET', key, 'another']])
    let writing = true
    const writer = (async () => {
      while (writing)
        await askAll(
          owner,
          Array.from({length: 5000}, () => ['INCR', key]),
        )
    })()
    const args = ['fix', owner.address, '--yes', '--conflicts', 'keep-other']
    const {exitCode, stdout} = await (await startCli(args, {limitMs: 60_000})).result
    writing = false
    await writer
    // Either no client wrote between two commands of one attempt, or the key is named.
    if (exitCode === 0) expect(await ask(owner, 'GET', key)).to.match(/^(another|\d+)$/)
    else {
      expect(exitCode, stdout).to.equal(6)
      expect(stdout).to.contain(`«${key}»`)
    }
  })
})
