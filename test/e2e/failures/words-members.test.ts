import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {stateOf} from '../../support/node-state.js'
import {TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

const NODE_TIMEOUT = ['--cluster-node-timeout', '3000']

describe('[E] messages about members', function () {
  this.timeout(240_000)

  describe('with replicas', () => {
    let cluster: TestCluster
    let seed: string

    before(async () => {
      cluster = await TestCluster.start({count: 6, replicas: 1, args: NODE_TIMEOUT})
      seed = cluster.shard(0).primary.address
    })
    after(() => cluster[Symbol.asyncDispose]())

    it('add-node of a replica of another primary is refused and says whose it is', async () => {
      const before = await stateOf(cluster.nodes)
      const replica = cluster.replica(0)
      const other = cluster.shard(1).primary.address
      const add = ['add-node', replica.address, seed]
      const {exitCode, stdout, stderr} = await runCli([...add, '--replica', '--primary-id', other])
      expect(exitCode, stdout + stderr).to.equal(4)
      expect(stdout).not.to.contain('added')
      expect(stderr).to.contain(`a replica of ${seed}, not of ${other}.`)
      expect(stderr).to.contain(
        `send to ${replica.address}: CLUSTER REPLICATE ${cluster.idOf(cluster.shard(1).primary)}`,
      )
      const asPrimary = await runCli(add)
      expect(asPrimary.exitCode, asPrimary.stdout).to.equal(4)
      expect(asPrimary.stderr).to.contain(', not a primary.')
      const old = await runCli(['--cluster', ...add])
      expect(old.exitCode).to.equal(1)
      expect(old.stdout).to.match(/^\[ERR\] Node \S+ is not empty\./m)
      const same = await runCli([...add, '--slave', '--master-id', seed])
      expect(same.exitCode, same.stderr).to.equal(0)
      expect(await stateOf(cluster.nodes)).to.deep.equal(before)
    })

    it('del-node in the old spelling forgets a dead replica, and stderr says that it was not reset', async () => {
      const dead = cluster.replica(2)
      await dead.kill()
      const id = cluster.idOf(dead)
      const {exitCode, stdout, stderr} = await runCli([
        '--as',
        'redis-cli',
        '--cluster',
        'del-node',
        seed,
        id,
      ])
      expect(exitCode, stdout + stderr).to.equal(0)
      expect(stdout.trimEnd().split('\n')).to.deep.equal([
        `>>> Removing node ${id} from cluster ${seed}`,
        '>>> Sending CLUSTER FORGET messages to the cluster...',
        `>>> WARNING: Could not connect to node ${dead.address}, unable to send CLUSTER RESET.`,
        `[OK] Node ${id} removed from the cluster.`,
      ])
      expect(stderr).to.match(/^Could not connect to Redis at \S+: Connection refused/)
      expect(stderr).to.contain(`CLUSTER RESET could not be sent to ${dead.address}`)
      expect(String(await ask(cluster.shard(0).primary, 'CLUSTER', 'NODES'))).not.to.contain(id)
    })
  })

  describe('without replicas', () => {
    let cluster: TestCluster
    let seed: string
    let last: string

    before(async () => {
      cluster = await TestCluster.start({count: 3, replicas: 0, args: NODE_TIMEOUT})
      seed = cluster.shard(0).primary.address
      last = cluster.shard(2).primary.address
    })
    after(() => cluster[Symbol.asyncDispose]())

    const untilFailed = () =>
      until(
        'it is flagged fail',
        async () => / (master),fail /.test(String(await ask(cluster.shard(0).primary, 'CLUSTER', 'NODES'))),
        15_000,
      )

    it('check does not advise to remove a live primary that is still flagged fail', async () => {
      cluster.shard(2).primary.pause()
      await untilFailed().finally(() => cluster.shard(2).primary.resume())
      const {stdout} = await runCli(['check', seed])
      expect(stdout).to.contain(`node-failed: ${last} answers, but is still flagged fail by ${seed}`)
      expect(stdout).to.match(new RegExp(`primary +${last} .*, flagged fail\\b`))
      expect(stdout).not.to.contain('del-node')
    })

    it('check does not advise to remove a dead owner of slots; del-node in the old spelling says that it is not empty', async () => {
      await cluster.shard(2).primary.kill()
      await untilFailed()
      const {exitCode, stdout} = await runCli(['check', seed])
      expect(exitCode).to.equal(3)
      expect(stdout).to.contain(
        `If it will not come back, its slots need another owner: clustertool fix ${seed}`,
      )
      expect(stdout).not.to.contain('del-node')
      const id = cluster.idOf(cluster.shard(2).primary)
      const old = await runCli(['--cluster', 'del-node', seed, id])
      expect(old.exitCode).to.equal(1)
      expect(old.stdout.trimEnd().split('\n').at(-1)).to.equal(
        `[ERR] Node ${last} is not empty! Reshard data away and try again.`,
      )
    })

    it('del-node in the old spelling says of the only primary that it is not empty', async () => {
      await using lone = await TestCluster.start({count: 1, replicas: 0})
      const node = lone.shard(0).primary
      const {exitCode, stdout} = await runCli(['--cluster', 'del-node', node.address, lone.idOf(node)])
      expect(exitCode).to.equal(1)
      expect(stdout).to.contain(
        `\n[ERR] Node ${node.address} is not empty! Reshard data away and try again.\n`,
      )
    })
  })
})
