import {readFile} from 'node:fs/promises'
import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {readCluster, whatIsWrong} from '../../support/damaged-cluster.js'
import {keysOf} from '../../support/damage.js'
import {runFix} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {thrownBy} from '../../support/thrown.js'
import {until} from '../../support/until.js'

const QUICK = ['--cluster-node-timeout', '1000']

describe('[I] fix repairs nodes', function () {
  this.timeout(240_000)

  it('by letting a replica take over from its dead primary', async () => {
    const args = [...QUICK, '--cluster-replica-no-failover', 'yes']
    await using cluster = await TestCluster.start({count: 6, replicas: 1, args})
    const {primary} = cluster.shard(0)
    const keys = keysOf(100, 5)
    for (const [key, value] of keys) await ask(primary, 'SET', key, value)
    await ask(primary, 'WAIT', 1, 1000)
    await primary.kill()
    const seed = cluster.shard(1).primary
    const outcome = await runFix(seed)
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    expect(outcome.steps.map(({step}) => step.kind)).to.include('failover')
    const replica = cluster.replica(0)
    for (const [key, value] of keys) expect(await ask(replica, 'GET', key)).to.equal(value)
  })

  it('not by giving away the slots of a dead primary, unless the user agrees', async () => {
    await using cluster = await TestCluster.start({count: 4, replicas: 0, args: QUICK})
    const [seed, , , dead] = cluster.primaries
    if (!seed || !dead) throw new Error('too few primaries')
    await dead.kill()
    const error = await thrownBy(runFix(seed))
    expect(error).to.include({code: 'UNHEALTHY'})
    expect(JSON.stringify(error)).to.contain(`belong to ${dead.address}, which is dead and has no replica`)
    const consent = {withoutLostPrimaries: true, loseData: false}
    const outcome = await runFix(seed, {consent})
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    const ranges = outcome.snapshot?.nodes.filter(({reachable}) => reachable).map(({slots}) => slots.length)
    // Each of the three nodes gets one piece, either separate from or next to its own slots.
    expect(Math.max(...(ranges ?? []))).to.be.at.most(2)
  })

  it('by forgetting a dead node everywhere that some nodes had forgotten', async () => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1, args: QUICK})
    const dead = cluster.replica(2)
    const id = cluster.idOf(dead)
    await dead.kill()
    const [first, ...others] = cluster.nodes.filter((node) => node !== dead)
    if (!first) throw new Error('no nodes')
    await ask(first, 'CLUSTER', 'FORGET', id)
    const outcome = await runFix(first)
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    for (const node of [first, ...others]) {
      expect(String(await ask(node, 'CLUSTER', 'NODES'))).not.to.contain(id)
    }
  })

  for (const left of ['no mark', 'the mark of a repair that was interrupted']) {
    it(`by deleting different copies only if the user agrees, after they were saved (${left})`, async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0})
      const [source, target] = cluster.primaries
      if (!source || !target) throw new Error('too few primaries')
      const slot = 100
      const keys = keysOf(slot, 4)
      for (const [key, value] of keys) await ask(source, 'SET', key, value)
      await ask(target, 'CLUSTER', 'SETSLOT', slot, 'IMPORTING', cluster.idOf(source))
      await askAll(
        target,
        keys
          .slice(0, 3)
          .flatMap(([key, value], at) => [['ASKING'], ['SET', key, at === 0 ? 'another' : value]]),
      )
      if (left === 'no mark') await ask(target, 'CLUSTER', 'SETSLOT', slot, 'STABLE')
      const first = await runFix(source, {searchOwners: true})
      expect(first.status, JSON.stringify(first.steps)).to.equal('incomplete')
      expect(JSON.stringify(first.steps))
        .to.contain(`have different copies of «${keys[0]?.[0]}»`)
        .and.to.contain('2 keys of')
      const notes: string[] = []
      const outcome = await runFix(
        source,
        {searchOwners: true, consent: {withoutLostPrimaries: false, loseData: true}},
        {onEvent: (event) => void (event.type === 'note' && notes.push(event.text))},
      )
      expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
      expect(await whatIsWrong(cluster, keys)).to.deep.equal([])
      const saved = await lastSaved(notes.join())
      expect(Buffer.from(String(saved['key']), 'base64').toString()).to.equal(keys[0]?.[0])
      expect(saved).to.include({slot, node: target.address, timeToLiveMs: -1})
      await ask(source, 'DEL', keys[0]?.[0] ?? '')
      expect((await readCluster(cluster)).nodes).to.have.length(3)
    })
  }

  it('and has nothing to do if nothing is wrong', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const outcome = await runFix(cluster.shard(0).primary, {}, {connection: PLAIN})
    expect(outcome.status).to.equal('nothing-to-do')
    await until('it to be well', async () => (await whatIsWrong(cluster, [])).length === 0 || undefined)
  })
})

/** The last line of the file that a note names. */
async function lastSaved(note: string): Promise<Record<string, string | number>> {
  const file = /saved to (\S+) and deleted/.exec(note)?.[1] ?? ''
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  return JSON.parse(lines.at(-1) ?? '') as Record<string, string | number>
}
