import {expect} from 'chai'
import {Epochs} from '../../../src/execution/epochs.js'
import {openSession} from '../../../src/redis/session.js'
import {takeSnapshot} from '../../../src/redis/snapshot.js'
import {ask} from '../../support/ask.js'
import {matrix} from '../../support/matrix.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const SLOT = 100

matrix('[I] a node that imports a slot and has not heard of its new owner', (program) => {
  it('is told before the epoch of the former owner is raised, because it would take the slot from the new one', async () => {
    await using cluster = await TestCluster.start({count: 4, replicas: 0, server: program.path})
    const [source, target, third] = cluster.primaries as [TestServer, TestServer, TestServer]
    const setSlot = (node: TestServer, ...words: string[]) => ask(node, 'CLUSTER', 'SETSLOT', SLOT, ...words)
    await ask(target, 'CLUSTER', 'BUMPEPOCH')
    await setSlot(third, 'IMPORTING', cluster.idOf(source))
    await setSlot(target, 'IMPORTING', cluster.idOf(source))
    await setSlot(source, 'MIGRATING', cluster.idOf(target))
    await setSlot(target, 'NODE', cluster.idOf(target))
    await setSlot(source, 'NODE', cluster.idOf(target))
    await using session = openSession(PLAIN)
    await takeSnapshot(session, source)
    await new Epochs([], {session}).raise(cluster.idOf(source), [cluster.idOf(target)])
    const line = String(await ask(third, 'CLUSTER', 'NODES'))
      .split('\n')
      .find((one) => one.startsWith(cluster.idOf(target)))
    expect(line?.split(' ').slice(8)).to.include(String(SLOT))
  })
})
