import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {keysOf} from '../../support/damage.js'
import {readCluster} from '../../support/damaged-cluster.js'
import {TestCluster} from '../../support/test-cluster.js'

const LIMIT = {limitMs: 50_000}
const SLOT = 16_000

describe('[E] fix', () => {
  it('does not give away slots of a node that answers but that no other node knows any more', async () => {
    await using cluster = await TestCluster.start({count: 4, replicas: 0})
    const gone = cluster.shard(3).primary
    const staying = cluster.primaries.slice(0, 3)
    const [seed = gone] = staying
    const keys = keysOf(SLOT, 3)
    await askAll(
      gone,
      keys.map(([key, value]) => ['SET', key, value]),
    )
    await Promise.all(staying.map((node) => ask(node, 'CLUSTER', 'FORGET', cluster.idOf(gone))))
    const fixed = await runCli(['fix', seed.address, '--yes', '--fix-with-unreachable-masters'], LIMIT)
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(3)
    expect(fixed.stdout + fixed.stderr).to.contain(
      `${gone.address} claims them or has keys of them, but no node of the cluster knows it any more`,
    )
    const {nodes} = await readCluster(cluster)
    const owners = nodes.filter(({slots}) => slots.some(({start, end}) => start <= SLOT && SLOT <= end))
    expect(owners).to.deep.equal([])
    // A node that is gone for good does not prevent the rest.
    await gone.kill()
    const spread = await runCli(['fix', seed.address, '--yes'], LIMIT)
    expect(spread.exitCode, spread.stdout + spread.stderr).to.equal(0)
  })
})
