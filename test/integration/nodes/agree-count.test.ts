import {expect} from 'chai'
import {CannedCluster} from '../../support/canned-cluster.js'
import {runSteps} from '../../support/run-steps.js'

const NODES = 40
/** How often one node tells an old story before it has heard the news. */
const LATE = 12

describe('[I] agreement of many nodes', () => {
  it('reads only those again that are behind, and then all of them once', async () => {
    let told = 0
    await using cluster = await CannedCluster.start(NODES, undefined, (at, nodes) =>
      // Its view of the second node, which has one slot more by now.
      at === 3 && told++ < LATE ? nodes.replace(/^(0+1 .*)(\d)$/m, '$16') : nodes,
    )
    const {ids, nodes} = cluster
    const [first] = nodes
    if (!first) throw new Error('there are no nodes')
    const [result] = await runSteps(first, [{kind: 'agree', nodes: ids}])
    expect(result?.status, result?.error).to.equal('done')
    expect(told).to.be.above(LATE)
    const readings = nodes.map((_, at) => cluster.countOf(at, 'CLUSTER', 'NODES'))
    // The one that is behind, and the one about which it is; the others at the start, and before and after the step.
    const others = readings.filter((_, at) => at !== 1 && at !== 3)
    expect(Math.max(...others)).to.be.at.most(4)
    // The snapshot is read before; the last reading is one of all.
    expect(Math.min(...others)).to.be.at.least(3)
  })
})
