import {setTimeout as sleep} from 'node:timers/promises'
import {expect} from 'chai'
import {parseClusterNodes} from '../../../src/redis/cluster-nodes.js'
import {ask} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

const NODE_TIMEOUT_MS = 3500
/** Later votes do not count (clusterHandleSlaveFailover), and the next election waits as long again. */
const VOTES_COUNT_MS = 2 * NODE_TIMEOUT_MS

describe('[E] fix right after an election that got no votes', function () {
  this.timeout(240_000)

  it('waits until the servers allow the next one, and forces no takeover without votes', async () => {
    await using cluster = await TestCluster.start({
      count: 6,
      replicas: 1,
      args: ['--cluster-node-timeout', String(NODE_TIMEOUT_MS)],
    })
    const [dead, ...voters] = cluster.primaries
    const heir = cluster.replica(0)
    if (!dead) throw new Error('no primary')
    dead.killNow()
    await until('the replica knows that it may ask for votes', () => seesFlag(dead.port, /^fail$/), 30_000)
    for (const voter of voters) voter.pause()
    // The time itself makes the servers give up the election; there is nothing else to wait for.
    await sleep(VOTES_COUNT_MS + 1200)
    for (const voter of voters) voter.resume()
    await until('the voters are trusted again', async () => !(await seesFlag(voters[0]!.port, /^fail/)))

    const fixed = await runCli(['fix', voters[0]!.address, '--yes'], {limitMs: 60_000})
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
    expect(fixed.stdout + fixed.stderr).to.contain('is waiting for the votes of the other primaries')
    expect(fixed.stdout + fixed.stderr).to.not.contain('takes over without')
    expect(((await ask(heir, 'ROLE')) as unknown[])[0]).to.equal('master')

    async function seesFlag(port: number, wanted: RegExp): Promise<boolean> {
      const lines = parseClusterNodes(String(await ask(heir, 'CLUSTER', 'NODES')))
      return lines.some((line) => line.port === port && line.flags.some((flag) => wanted.test(flag)))
    }
  })
})
