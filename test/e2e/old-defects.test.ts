import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {type CliOptions, runCli} from '../support/cli.js'
import {TestCluster} from '../support/test-cluster.js'
import {TestServers} from '../support/servers.js'

/** Defects of redis-trib, redis-cli and valkey-cli; the parentheses say what those tools do. */
describe('[E] defects of older tools that clustertool does not have', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let spare: TestServers
  let seed: string
  let ids: readonly string[]

  before(async () => {
    cluster = await TestCluster.start({count: 7, replicas: 1, args: ['--cluster-node-timeout', '60000']})
    spare = await TestServers.start({count: 3})
    seed = cluster.shard(0).primary.address
    ids = cluster.idsOf(cluster.primaries)
  })
  after(() => Promise.all([cluster[Symbol.asyncDispose](), spare[Symbol.asyncDispose]()]))

  const old = (args: readonly string[], options?: CliOptions) => runCli(['--cluster', ...args], options)
  const valkey = (args: readonly string[]) => runCli(['--as', 'valkey-cli', '--cluster', ...args])

  /** Runs a body while a node accepts connections but does not answer. */
  async function whileStopped<T>(body: () => Promise<T>): Promise<T> {
    const node = cluster.replica(2)
    node.pause()
    try {
      return await body()
    } finally {
      node.resume()
    }
  }

  it('a declined create exits non-zero (redis-cli: 0)', async () => {
    const {exitCode, stderr} = await old(['create', ...spare.addresses], {input: 'no\n'})
    expect(exitCode).to.equal(1)
    expect(stderr).to.equal('Cancelled; nothing was changed.\n')
  })

  it('a create without an answer exits non-zero (redis-cli: 0)', async () => {
    expect((await old(['create', ...spare.addresses])).exitCode).to.equal(1)
  })

  it('a create that lists a node twice is refused (redis-cli: a cluster of fewer nodes)', async () => {
    const [a = '', b = '', c = ''] = spare.addresses
    const {exitCode, stderr} = await old(['create', a, a, b, c, '--cluster-yes'])
    expect(exitCode).to.equal(1)
    expect(stderr).to.contain(`${a} is listed twice.`)
  })

  it('a create of one node with a replica is refused (redis-cli 8, valkey-cli: no slots, 0)', async () => {
    const [a = ''] = spare.addresses
    const {exitCode} = await valkey(['create', a, '--cluster-replicas', '1', '--cluster-yes'])
    expect(exitCode).to.equal(1)
  })

  it('a create names every node that it cannot use (redis-cli: the first)', async () => {
    const {exitCode, stdout} = await old(['create', seed, cluster.replica(0).address, '127.0.0.1:1'])
    expect(exitCode).to.equal(1)
    expect(stdout.match(/is not empty\. Either the node already knows other nodes/g)).to.have.lengthOf(2)
  })

  it('reshard without stdin ends at once (redis-cli prints its prompt for ever)', async () => {
    const {exitCode, stdout} = await old(['reshard', seed])
    expect(exitCode).to.equal(1)
    expect(stdout.match(/How many slots/g)).to.have.lengthOf(1)
  })

  it('reshard whose answers end half-way ends (redis-cli prints its prompt for ever)', async () => {
    const {exitCode, stdout} = await old(['reshard', seed], {input: '10\n'})
    expect(exitCode).to.equal(1)
    expect(stdout.match(/What is the receiving node ID\?/g)).to.have.lengthOf(1)
  })

  it('answers that arrive at once are all read (redis-cli swallows those after the first)', async () => {
    const input = `4\n${ids[0]}\n${ids[1]}\ndone\nyes\n`
    const {exitCode, stdout} = await old(['reshard', seed], {input})
    expect(exitCode).to.equal(0)
    expect(stdout.match(/^Moving slot \d+ from/gm)).to.have.lengthOf(4)
  })

  it('an impossible number of slots is refused (redis-cli: takes 20000)', async () => {
    const {exitCode} = await old(['reshard', seed, '--cluster-slots', '20000', '--cluster-yes'])
    expect(exitCode).to.equal(1)
  })

  it('a word that is not a number is refused (redis-cli: 0)', async () => {
    const {exitCode} = await old(['reshard', seed, '--cluster-pipeline', 'many'])
    expect(exitCode).to.equal(1)
  })

  it('yesterday is not yes (redis-cli: it is)', async () => {
    const args = ['reshard', seed, '--cluster-from', ids[1] ?? '', '--cluster-to', ids[0] ?? '']
    const {exitCode} = await old([...args, '--cluster-slots', '1'], {input: 'yesterday\n'})
    expect(exitCode).to.equal(1)
  })

  it('reshard moves as many slots as it says (redis-cli: 9 of 10, valkey-cli 9.1: 344 of 343)', async () => {
    for (const slots of [10, 343]) {
      const args = ['reshard', seed, '--cluster-from', 'all', '--cluster-to', ids[2] ?? '', '--cluster-yes']
      const {exitCode, stdout} = await old([...args, '--cluster-slots', String(slots)])
      expect(exitCode).to.equal(0)
      expect(stdout).to.contain(`Ready to move ${slots} slots.`)
      expect(stdout.match(/^Moving slot \d+ from/gm)).to.have.lengthOf(slots)
    }
  })

  it('weights that are all zero are refused (valkey-cli: 2147480362 slots)', async () => {
    const {exitCode} = await old(['rebalance', seed, '--cluster-weight', ...ids.map((id) => `${id}=0`)])
    expect(exitCode).to.equal(1)
  })

  it('a negative weight is refused (redis-cli: takes it)', async () => {
    const {exitCode} = await old(['rebalance', seed, '--cluster-weight', `${ids[0]}=-1`])
    expect(exitCode).to.equal(1)
  })

  it('a weight for a replica has no effect, as in redis-cli', async () => {
    const replica = cluster.idOf(cluster.replica(0))
    const simulate = ['rebalance', seed, '--cluster-simulate', '--cluster-threshold', '0']
    const weighted = await old([...simulate, '--cluster-weight', `${replica}=2`])
    expect(weighted.exitCode, weighted.stdout + weighted.stderr).to.equal(0)
    expect(weighted.stdout).to.equal((await old(simulate)).stdout)
    expect((await runCli(['rebalance', seed, '--weight', `${replica}=2`])).exitCode).to.equal(2)
  })

  it('threshold 0 balances to the last slot (redis-cli: switches rebalance off)', async () => {
    const {exitCode, stdout} = await old(['rebalance', seed, '--cluster-threshold', '0'])
    expect(exitCode).to.equal(0)
    expect(stdout).to.match(/^Moving \d+ slots from \S+ to \S+$\n^#+$/m)
    expect((await old(['rebalance', seed, '--cluster-threshold', '0'])).stdout).to.contain(
      '*** No rebalancing needed! All nodes are within the 0.00% threshold.',
    )
  })

  it('call exits non-zero when a node answers with an error (redis-cli: 0)', async () => {
    expect((await old(['call', seed, 'NO-SUCH-COMMAND'])).exitCode).to.equal(1)
  })

  it('info of a node that cannot be reached exits non-zero, with the known message', async () => {
    const {exitCode, stderr} = await old(['info', '127.0.0.1:1'])
    expect(exitCode).to.equal(1)
    expect(stderr).to.match(/^Could not connect to Redis at 127\.0\.0\.1:1: Connection refused/)
  })

  it('set-timeout exits non-zero when a file could not be written (redis-cli: 0)', async () => {
    const {exitCode, stdout} = await old(['set-timeout', seed, '60000'])
    expect(exitCode).to.equal(1)
    expect(stdout).to.match(/^>>> New node timeout set\. 0 OK, 7 ERR\.$/m)
  })

  it('help exits 0 (redis-cli: 1)', async () => {
    expect((await old(['help'])).exitCode).to.equal(0)
  })

  it('a bracketed IPv6 address is understood (redis-cli: not a known name)', async () => {
    const {exitCode, stderr} = await old(['check', `[::1]:${cluster.shard(0).primary.port}`])
    expect(exitCode, stderr).to.equal(0)
  })

  it('check advises on stderr, beside the known lines on stdout', async () => {
    const first = cluster.shard(0).primary
    await ask(first, 'CLUSTER', 'SETSLOT', 5000, 'MIGRATING', ids[1] ?? '').catch(() => undefined)
    const trib = await runCli(['--as', 'redis-trib', 'check', seed])
    expect(trib.exitCode, 'redis-trib: 0').to.equal(1)
    expect(trib.stdout).to.contain(`[WARNING] Node ${seed} has slots in migrating state (5000).`)
    const {exitCode, stdout, stderr} = await old(['check', seed])
    expect(exitCode).to.equal(1)
    expect(stdout).to.contain(`[WARNING] Node ${seed} has slots in migrating state 5000.`)
    expect(stdout).to.contain('[WARNING] The following slots are open: 5000.')
    expect(stderr).to.contain('clustertool fix')
  })

  it('reshard of an unhealthy cluster ends before it asks', async () => {
    const {exitCode, stdout, stderr} = await old(['reshard', seed], {input: '1\n'})
    expect(exitCode).to.equal(1)
    expect(stdout).not.to.contain('How many slots')
    expect(stderr).to.match(/^\*\*\* Please fix your cluster problems before resharding$/m)
    const rebalanced = await old(['rebalance', seed])
    expect(rebalanced.exitCode).to.equal(1)
    expect(rebalanced.stdout).to.match(/^\*\*\* Please fix your cluster problems before rebalancing$/m)
    expect((await old(['fix', seed])).exitCode).to.equal(0)
  })

  it('del-node of a node with slots exits non-zero and touches nothing', async () => {
    const {exitCode, stdout} = await old(['del-node', seed, ids[1] ?? ''])
    expect(exitCode).to.equal(1)
    expect(stdout).to.match(/^\[ERR\] Node \S+ is not empty! Reshard data away and try again\.$/m)
    expect((await old(['del-node', seed, 'abc'])).stdout).to.contain('[ERR] No such node ID abc\n')
  })

  it('del-node never makes a replica follow the node that leaves (redis-cli may)', async () => {
    const [fresh = ''] = spare.addresses
    expect((await old(['add-node', fresh, seed])).exitCode).to.equal(0)
    const id = String(await ask(spare.node(0), 'CLUSTER', 'MYID'))
    const {exitCode, stdout} = await old(['del-node', fresh, id])
    expect(exitCode, stdout).to.equal(0)
    expect(stdout).to.contain('>>> Sending CLUSTER RESET SOFT to the deleted node.\n')
  })

  it('a stopped node does not make check hang, and is reported (redis-cli: hangs for ever)', async () => {
    const {milliseconds, stderr} = await whileStopped(() => old(['check', seed]))
    expect(milliseconds).to.be.lessThan(8000)
    expect(stderr).to.contain(`Could not connect to Redis at ${cluster.replica(2).address}: `)
  })

  it('call exits non-zero when a node does not answer (redis-cli: left out, 0)', async () => {
    const {exitCode, stdout} = await whileStopped(() => old(['call', seed, 'PING']))
    expect(exitCode).to.equal(1)
    expect(stdout).to.match(/^\S+: Failed!$/m)
  })
})
