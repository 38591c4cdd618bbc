import {expect} from 'chai'
import {runCli} from '../../support/cli.js'
import {TestCluster} from '../../support/test-cluster.js'

/** Seconds for which a primary waits for more replicas before it sends a copy. */
const DELAY = 40

describe('[E] a primary that gave its last slot away and became a replica', function () {
  this.timeout(240_000)

  it('is reported, and reshard does not wait until it has copied its data', async () => {
    const args = ['--repl-diskless-sync', 'yes', '--repl-diskless-sync-delay', String(DELAY)]
    await using cluster = await TestCluster.start({count: 3, replicas: 0, args})
    const [to, from] = cluster.primaries
    if (!to || !from) throw new Error('the cluster has no primaries')
    const seed = to.address
    const ends = ['--from', cluster.idOf(from), '--to', cluster.idOf(to)]
    const moved = await runCli(['reshard', seed, ...ends, '--slots', '5462', '--yes'], {limitMs: 110_000})
    const said = moved.stdout + moved.stderr
    expect(moved.exitCode, said).to.equal(0)
    expect(moved.milliseconds, said).to.be.below((DELAY - 10) * 1000)
    expect(moved.stdout, said).to.contain(`${from.address} gave away its last slot and is now a replica`)
    const checked = await runCli(['check', seed, '--json'])
    expect(checked.stdout).not.to.contain('replication-broken')
    expect(checked.exitCode, checked.stdout).to.equal(0)
  })
})
