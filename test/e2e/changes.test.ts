import {expect} from 'chai'
import {countSlots} from '../../src/domain/slot.js'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {TestServers} from '../support/servers.js'
import {onTerminal} from '../support/terminal.js'
import {TestCluster} from '../support/test-cluster.js'
import {keysIn, lostWrites, Writer} from '../support/writer.js'

const PROCEED = 'Do you want to proceed with the proposed reshard plan (yes/no)?'

describe('[E] commands that change a cluster', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let seed: string
  let ids: string[]

  before(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    seed = cluster.shard(0).primary.address
    ids = cluster.primaries.map((node) => cluster.idOf(node))
  })
  after(() => cluster[Symbol.asyncDispose]())

  async function slotsOf(index: number): Promise<number> {
    const own = String(await ask(cluster.shard(index).primary, 'CLUSTER', 'NODES'))
      .split('\n')
      .find((line) => line.includes('myself'))
    const ranges = (own ?? '')
      .split(' ')
      .slice(8)
      .map((range) => range.split('-').map(Number))
    return countSlots(ranges.map(([start = 0, end = start]) => ({start, end})))
  }

  it('reshard asks its questions on a terminal, and asks again after a wrong answer', async () => {
    const before = await slotsOf(2)
    const terminal = onTerminal(['reshard', seed])
    await terminal.shows('How many slots do you want to move (from 1 to 16384)?')
    terminal.type('none\r')
    await terminal.shows('"none" is not a number of slots')
    terminal.type('\x7f\x7f\x7f\x7f25\r')
    await terminal.shows('What is the receiving node ID?')
    terminal.type(`${ids[2]?.slice(0, 10)}\r`)
    await terminal.shows("Type 'done' once you entered all the source nodes IDs.")
    await terminal.shows('Source node #1:')
    terminal.type(`${ids[0]}\r`)
    await terminal.shows('Source node #2:')
    terminal.type('done\r')
    await terminal.shows('Move 25 slots (')
    await terminal.shows(PROCEED)
    terminal.type('yes\r')
    expect(await terminal.ended, terminal.screen()).to.equal(0)
    expect(await slotsOf(2)).to.equal(before + 25)
  })

  it('reshard reads its answers from a pipe, the last one without a line end', async () => {
    const before = await slotsOf(1)
    const input = `0\n30\nnobody\n${cluster.shard(1).primary.address}\ndone\nall\nyes`
    const {exitCode, stdout, stderr} = await runCli(['reshard', seed], {input})
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(stderr).to.equal('')
    expect(stdout).to.contain('"0" is not a number of slots')
    expect(stdout).to.contain('"nobody" is not a node of this cluster')
    expect(stdout).to.contain('No source node was given yet')
    expect(stdout).to.match(/^Move \d+ slots \(\d+-\d+\) from \S+ to \S+, key by key\.$/m)
    expect(stdout.trimEnd().split('\n').at(-1)).to.match(
      /^Moved 30 slots with \d+ keys? in .* The cluster is healthy/,
    )
    expect(await slotsOf(1)).to.equal(before + 30)
  })

  it('reshard changes nothing after the answer no, and nothing in a dry run', async () => {
    const before = await slotsOf(1)
    const wish = ['reshard', seed, '--to', ids[1] ?? '', '--from', 'all', '--slots', '5']
    const told = await runCli(wish, {input: 'no\n'})
    expect(told.exitCode).to.equal(130)
    expect(told.stdout).to.contain('Cancelled; nothing was changed.')
    const dry = await runCli([...wish, '--dry-run', '--json'])
    expect(dry.exitCode).to.equal(0)
    const {outcome} = JSON.parse(dry.stdout) as {outcome: {status: string; plan: {steps: {kind: string}[]}}}
    expect(outcome.status).to.equal('planned')
    expect(outcome.plan.steps.map(({kind}) => kind)).to.deep.equal([
      'migrate-slots',
      'migrate-slots',
      'agree',
    ])
    const refused = await runCli([...wish, '--json'])
    expect(refused.exitCode).to.equal(4)
    expect(await slotsOf(1)).to.equal(before)
  })

  it('reshard prints the result of each step in JSON, and events on stderr with --progress ndjson', async () => {
    const wish = ['reshard', seed, '--to', ids[0] ?? '', '--from', ids[1] ?? '', '--slots', '40', '--yes']
    const {exitCode, stdout, stderr} = await runCli([...wish, '--json', '--progress', 'ndjson'])
    expect(exitCode, stdout).to.equal(0)
    const {outcome} = JSON.parse(stdout) as {
      outcome: {status: string; steps: {status: string; move?: {moved: unknown[]; method: string}}[]}
    }
    expect(outcome.status).to.equal('done')
    expect(outcome.steps[0]?.move).to.include({method: 'keys', keys: 0})
    const events = stderr
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as {type: string}).type)
    expect(events).to.include.members(['step-started', 'move-progress', 'step-finished'])
  })

  it('rebalance says when it has nothing to do, without asking', async () => {
    await runCli(['reshard', seed, '--to', ids[0] ?? '', '--from', ids[1] ?? '', '--slots', '900', '--yes'])
    const {exitCode, stdout, stderr} = await runCli(['rebalance', seed], {input: 'yes'})
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(stderr).to.equal('')
    expect(stdout).to.match(/^Move \d+ slots \(/)
    expect(await Promise.all([0, 1, 2].map(slotsOf))).to.have.members([5461, 5461, 5462])
    const again = await runCli(['rebalance', seed])
    expect(again.exitCode).to.equal(0)
    expect(again.stdout).to.equal('*** No rebalancing needed! All nodes are within the 2.00% threshold.\n')
  })

  it('add-node and del-node grow and shrink a cluster while a client writes', async () => {
    await using fresh = await TestServers.start({count: 3})
    const added = await runCli(['add-node', ...fresh.addresses, seed])
    expect(added.exitCode, added.stdout + added.stderr).to.equal(0)
    expect(added.stderr).to.equal('')
    const names = fresh.addresses.join(', ').replace(/, (?=[^,]*$)/, ' and ')
    expect(added.stdout.split('\n')[0]).to.equal(`Add ${names} as primaries without slots.`)
    expect(added.stdout.trimEnd().split('\n').at(-1)).to.contain(
      `Added ${names} as primaries without slots. The cluster is healthy`,
    )
    await using writer = await Writer.start({
      nodes: cluster.primaries.map(({address}) => address),
      keys: keysIn(0, 16_383, 2000),
    })
    const spread = await runCli(['rebalance', seed, '--use-empty-masters', '--yes'])
    expect(spread.exitCode, spread.stdout + spread.stderr).to.equal(0)
    const [one = '', two = ''] = fresh.addresses
    const removed = await runCli(['del-node', seed, one, two, '--drain', '--yes'])
    const report = await writer.stop()
    expect(removed.exitCode, removed.stdout + removed.stderr).to.equal(0)
    expect(removed.stdout).to.contain(`Removed ${one} and ${two}. The cluster is healthy`)
    expect(await lostWrites(cluster.shard(0).primary, report)).to.deep.equal([])
    const left = await runCli(['check', seed, '--json'])
    const {outcome} = JSON.parse(left.stdout) as {outcome: {shards: {slotCount: number}[]}}
    expect(outcome.shards.map(({slotCount}) => slotCount)).to.deep.equal([4096, 4096, 4096, 4096])
  })

  it('refuses to move slots of an unhealthy cluster, and says what to do', async () => {
    await using broken = await TestCluster.start({count: 3, replicas: 0})
    const [a, b] = broken.primaries
    if (!a || !b) throw new Error('too few primaries')
    await ask(a, 'CLUSTER', 'SETSLOT', 5, 'MIGRATING', broken.idOf(b))
    const wish = [
      'reshard',
      a.address,
      '--to',
      broken.idOf(b),
      '--from',
      'all',
      '--slot-ranges',
      '6',
      '--yes',
    ]
    const {exitCode, stderr} = await runCli(wish)
    expect(exitCode).to.equal(3)
    expect(stderr).to.match(/^Error: \*\*\* Please fix your cluster problems before resharding/)
    expect(stderr).to.contain('slot 5')
    const going = await runCli([
      'reshard',
      a.address,
      '--to',
      broken.idOf(b),
      '--slot-ranges',
      '5-6',
      '--yes',
    ])
    expect(going.exitCode, going.stdout + going.stderr).to.equal(0)
  })
})
