import {expect} from 'chai'
import {CannedCluster} from '../../support/canned-cluster.js'
import {runSteps} from '../../support/run-steps.js'

const NODES = 20
const GONE = 5

describe('[I] a node that all others forget', () => {
  const LINE = new RegExp(`^${GONE.toString(16).padStart(40, '0')} .*\\n`, 'm')

  /** All others forget it. `see`: what a node makes of a CLUSTER NODES in which it is missing. */
  async function forgotten(see: (at: number, without: string, nodes: string) => string) {
    const cluster = await CannedCluster.start(NODES, undefined, (at, nodes) =>
      see(at, nodes.replace(LINE, ''), nodes),
    )
    const [first] = cluster.nodes
    const node = cluster.ids[GONE]
    if (!first || !node) throw new Error('there are too few nodes')
    const by = cluster.ids.filter((id) => id !== node)
    const [result] = await runSteps(first, [{kind: 'forget', node, by}])
    expect(result?.status, result?.error).to.equal('done')
    return cluster
  }

  it('is looked for in all views three times, however often it is made sure that it stays away', async () => {
    await using cluster = await forgotten((_, without) => without)
    expect(cluster.count('CLUSTER', 'FORGET')).to.equal(NODES - 1)
    const readings = cluster.nodes.map((_, at) => cluster.countOf(at, 'CLUSTER', 'NODES'))
    // Before, after, and at the end; and once for the snapshot of the test.
    expect(new Set(readings.filter((_, at) => at !== GONE))).to.deep.equal(new Set([4]))
  })

  it('is found by a node that hears of it again, whatever its number of nodes was before', async () => {
    let looks = 0
    // The fourth view of this one is the last of all.
    await using cluster = await forgotten((at, without, nodes) =>
      at === 2 && ++looks === 4 ? nodes : without,
    )
    // It was told again, and everything was looked at again.
    expect(cluster.countOf(2, 'CLUSTER', 'FORGET')).to.equal(2)
    expect(cluster.countOf(2, 'CLUSTER', 'NODES')).to.equal(6)
  })
})
