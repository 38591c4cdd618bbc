import {expect} from 'chai'
import {CannedCluster} from '../../support/canned-cluster.js'
import {runCli} from '../../support/cli.js'

const NODES = 300

describe('[E] epochs in a big cluster', function () {
  this.timeout(240_000)

  it('draining one of 300 primaries reads each view a few times and stays within 512 MB', async () => {
    await using cluster = await CannedCluster.start(NODES)
    const seed = cluster.nodes[1]?.address ?? ''
    const leaving = cluster.ids[0] ?? ''
    const drained = await runCli(['del-node', seed, leaving, '--drain', '--yes', '--timeout', '20000'], {
      limitMs: 110_000,
      env: {NODE_OPTIONS: '--max-old-space-size=512'},
    })
    const said = (drained.stdout + drained.stderr).slice(-2000)
    expect(said).not.to.contain('heap')
    // The nodes refuse to change slots, so nothing moved, but all targets were prepared.
    expect(drained.exitCode, said).to.equal(6)
    expect(drained.stderr + drained.stdout).to.contain('does not do that')
    const targets = cluster.configEpochs.slice(1)
    expect(Math.min(...targets)).to.be.above(cluster.configEpochs[0] ?? 0)
    expect(new Set(targets).size).to.equal(NODES - 1)
    expect(cluster.count('CLUSTER', 'BUMPEPOCH')).to.equal(NODES - 1)
    expect(cluster.count('CLUSTER', 'NODES')).to.be.below(NODES * 10)
  })
})
