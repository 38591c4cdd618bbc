import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {keysOf} from '../../support/damage.js'
import {matrix} from '../../support/matrix.js'
import {runFix} from '../../support/run-change.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const SLOT = 16_000
/** CLUSTERMSG_TYPE_PING in cluster.h: without pings, nodes hear nothing of each other. */
const PINGS = 0
const NO_FILTER = -1

matrix('[I] fix of a slot that two nodes own', ({path, name}) => {
  // Redis 6.0 cannot drop packets.
  if (name === 'Redis 6.0') return

  it('saves the keys of the one with the lower epoch, also if the other one is still migrating the slot', async () => {
    await using cluster = await TestCluster.start({
      count: 3,
      replicas: 0,
      server: path,
      // Nodes that hear no pings take each other for failed after this time.
      args: ['--enable-debug-command', 'yes', '--cluster-node-timeout', '60000'],
    })
    const [holder, , winner] = cluster.primaries
    if (!holder || !winner) throw new Error('too few primaries')
    await drop(cluster.nodes, PINGS)
    await ask(winner, 'CLUSTER', 'SETSLOT', SLOT, 'MIGRATING', cluster.idOf(holder))
    await askAll(holder, [
      ['CLUSTER', 'DELSLOTS', SLOT],
      ['CLUSTER', 'ADDSLOTS', SLOT],
    ])
    const keys = keysOf(SLOT, 6)
    await askAll(
      holder,
      keys.map(([key, value]) => ['SET', key, value]),
    )
    const outcome = await runFix(
      winner,
      {},
      {
        onEvent(event) {
          // Nodes that never hear of each other do not agree either.
          if (event.type === 'step-started' && event.step.kind === 'agree')
            void drop(cluster.nodes, NO_FILTER)
        },
      },
    )
    expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
    const first = outcome.steps.find(({status}) => status === 'failed')
    expect(first).to.equal(undefined)
    for (const [key, value] of keys) expect(await ask(winner, 'GET', key)).to.equal(value)
    expect(await ask(holder, 'CLUSTER', 'COUNTKEYSINSLOT', SLOT)).to.equal(0)
  })
})

async function drop(nodes: readonly TestServer[], packet: number): Promise<void> {
  await Promise.all(nodes.map((node) => ask(node, 'DEBUG', 'DROP-CLUSTER-PACKET-FILTER', packet)))
}
