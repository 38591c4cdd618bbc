import {expect} from 'chai'
import {Epochs} from '../../../src/execution/epochs.js'
import {openSession} from '../../../src/redis/session.js'
import {takeSnapshot} from '../../../src/redis/snapshot.js'
import {CannedCluster} from '../../support/canned-cluster.js'
import {PLAIN} from '../../support/test-cluster.js'

const NODES = 30

describe('[I] the epoch of a node that gets slots from all others', () => {
  it('is raised once, after one reading of all views, however many moves begin at once', async () => {
    await using cluster = await CannedCluster.start(NODES)
    await using session = openSession({...PLAIN, commandTimeoutMs: 5000})
    const [first] = cluster.nodes
    if (!first) throw new Error('there are no nodes')
    await takeSnapshot(session, first)
    const before = cluster.count('CLUSTER', 'NODES')
    const [highest, target, ...others] = cluster.ids
    if (!highest || !target) throw new Error('there are too few nodes')
    const epochs = new Epochs([], {session})
    await Promise.all([highest, ...others].map((source) => epochs.raise(target, [source])))
    expect(cluster.configEpochs[1]).to.equal(Math.max(...cluster.configEpochs))
    expect(cluster.count('CLUSTER', 'BUMPEPOCH')).to.equal(1)
    // One reading of all, and a few of the two ends.
    expect(cluster.count('CLUSTER', 'NODES') - before).to.be.within(NODES, NODES + 5)
    await epochs.raise(target, others)
    expect(cluster.count('CLUSTER', 'NODES') - before).to.be.at.most(NODES + 5)
  })
})
