import {expect} from 'chai'
import type {Step} from '../../../src/domain/step.js'
import {ask, askAll} from '../../support/ask.js'
import {keysOf} from '../../support/damage.js'
import {matrix} from '../../support/matrix.js'
import {runSteps} from '../../support/run-steps.js'
import {TestCluster} from '../../support/test-cluster.js'

/** Of the third primary, and of the first one. */
const [GIVEN, TAKEN] = [9000, 0]

matrix('[I] a node that gives slots away and then takes others', ({path, software}) => {
  // Valkey makes a node the owner of a slot that it imports when the former owner no longer announces it.
  if (software === 'valkey') return

  it('gets no higher epoch before every node knows who owns what it gave away', async function () {
    this.timeout(240_000)
    await using cluster = await TestCluster.start({count: 4, replicas: 0, server: path})
    const [lowest, heir, giver, deaf] = cluster.primaries
    if (!lowest || !heir || !giver || !deaf) throw new Error('too few primaries')
    const keys = keysOf(GIVEN, 6)
    await askAll(
      giver,
      keys.map(([key, value]) => ['SET', key, value]),
    )
    // A node ignores what others say about a slot that it imports.
    await ask(deaf, 'CLUSTER', 'SETSLOT', GIVEN, 'IMPORTING', cluster.idOf(giver))
    const move = {kind: 'migrate-slots', method: 'keys'} as const
    const [from, to, lender] = [giver, heir, lowest].map((node) => cluster.idOf(node)) as [
      never,
      never,
      never,
    ]
    const steps: Step[] = [
      {...move, source: from, target: to, ranges: [{start: GIVEN, end: GIVEN}], after: []},
      {...move, source: lender, target: from, ranges: [{start: TAKEN, end: TAKEN}], after: [0]},
    ]
    const results = await runSteps(heir, steps)
    expect(
      results.map(({status}) => status),
      JSON.stringify(results),
    ).to.deep.equal(['done', 'done'])
    // Otherwise it would give the slot back to the node with the higher epoch, and the owner would delete the keys.
    expect(await ownerSeenBy(deaf)).to.equal(String(to))
    for (const [key, value] of keys) expect(await ask(heir, 'GET', key)).to.equal(value)
  })
})

type Reached = {readonly host: string; readonly port: number}

/** The id of the node that it considers the owner of the slot. */
async function ownerSeenBy(node: Reached): Promise<string> {
  const slots = (await ask(node, 'CLUSTER', 'SLOTS')) as [number, number, [string, number, string]][]
  return slots.find(([start, end]) => start <= GIVEN && GIVEN <= end)?.[2][2] ?? ''
}
