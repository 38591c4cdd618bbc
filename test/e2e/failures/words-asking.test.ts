import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {stateOf} from '../../support/node-state.js'
import {onTerminal} from '../../support/terminal.js'
import {TestCluster} from '../../support/test-cluster.js'

describe('[E] asking before changes that cannot be undone', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let seed: string

  before(async () => {
    cluster = await TestCluster.start({count: 8, replicas: 1})
    seed = cluster.shard(0).primary.address
  })
  after(() => cluster[Symbol.asyncDispose]())

  it('rebalance is refused if nobody can be asked, but not in an older spelling', async () => {
    const before = await stateOf(cluster.nodes)
    const wish = ['rebalance', seed, '--weight', `${seed}=2`]
    for (const more of [[], ['--json']]) {
      const refused = await runCli([...wish, ...more])
      expect(refused.exitCode, refused.stdout + refused.stderr).to.equal(4)
      expect(refused.stdout + refused.stderr).to.contain('--yes')
    }
    expect((await runCli(wish, {input: 'no\n'})).exitCode).to.equal(130)
    expect(await stateOf(cluster.nodes)).to.deep.equal(before)
    const old = await runCli(['--cluster', 'rebalance', seed, '--cluster-weight', `${seed}=1.1`])
    expect(old.exitCode, old.stdout + old.stderr).to.equal(0)
    expect(await stateOf(cluster.nodes)).not.to.deep.equal(before)
  })

  it('del-node says what is removed and which primary keeps no replica, and asks', async () => {
    const leaving = cluster.replica(1)
    const primary = cluster.shard(1).primary.address
    const refused = await runCli(['del-node', seed, leaving.address])
    expect(refused.exitCode, refused.stdout).to.equal(4)
    expect(refused.stdout).to.contain(
      `Remove ${leaving.address} (replica of ${primary}): 7 nodes forget it, and it is reset.\n`,
    )
    expect(refused.stdout).to.contain(`no-replica-left: ${primary} will have no replica`)
    expect(refused.stdout).to.contain(`Remove ${leaving.address}? (type 'yes' to accept): `)
    const terminal = onTerminal(['del-node', seed, leaving.address])
    await terminal.shows(`Remove ${leaving.address}?`)
    terminal.type('no\r')
    expect(await terminal.ended, terminal.screen()).to.equal(130)
    const dry = await runCli(['del-node', seed, leaving.address, '--dry-run'])
    expect(dry.stdout, 'nothing is sent in a dry run').not.to.contain('Sending')
    expect(dry.stdout).to.contain(`Remove ${leaving.address} (replica of ${primary}): 7 nodes forget it`)
    expect(String(await ask(cluster.shard(0).primary, 'CLUSTER', 'NODES'))).to.contain(cluster.idOf(leaving))
    const done = await runCli(['del-node', seed, leaving.address], {input: 'yes\n'})
    expect(done.exitCode, done.stdout + done.stderr).to.equal(0)
    expect(done.stdout).to.contain(`Removed ${leaving.address}. The cluster is healthy`)
  })
})
