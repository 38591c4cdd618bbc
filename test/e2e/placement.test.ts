import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {JournalTrial} from '../support/journal-trial.js'
import {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'
import {keysIn, lostWrites, Writer} from '../support/writer.js'

const ZONES = [1, 2, 3].flatMap((number) => ['--zone', `127.0.0.${number}=zone-${number}`])

type Spread = {
  readonly outcome: {
    readonly before: {readonly losses: {readonly lost: unknown[]; readonly losesMajority: boolean}[]}
  }
}

async function harmful(seed: string): Promise<number> {
  const {stdout, exitCode, stderr} = await runCli(['spread', seed, ...ZONES, '--dry-run', '--json'])
  expect(exitCode, stdout + stderr).to.equal(0)
  const {losses} = (JSON.parse(stdout) as Spread).outcome.before
  return losses.filter(({lost, losesMajority}) => lost.length > 0 || losesMajority).length
}

async function roleOf(node: {readonly host: string; readonly port: number}): Promise<string> {
  return String(((await ask(node, 'ROLE')) as unknown[])[0])
}

describe('[E] spread', function () {
  this.timeout(240_000)

  it('mends a cluster of three zones after one was lost and came back, and no write is lost', async () => {
    await using cluster = await TestCluster.start({
      count: 6,
      replicas: 1,
      host: (index) => `127.0.0.${(index % 3) + 1}`,
    })
    const gone = cluster.nodes.filter(({host}) => host === '127.0.0.3')
    const [seed] = cluster.nodes.filter(({host}) => host === '127.0.0.1')
    if (!seed || gone.length !== 2) throw new Error('no such zones')
    expect(await harmful(seed.address), 'at first').to.equal(0)
    await Promise.all(gone.map((node) => node.kill()))
    const heirs = cluster.nodes.filter((node) => !gone.includes(node))
    await until(
      'the other zones have all primaries',
      async () => (await Promise.all(heirs.map(roleOf))).filter((role) => role === 'master').length === 3,
      30_000,
    )
    await Promise.all(gone.map((node) => node.restart()))
    const calm = await runCli(['wait', seed.address, '--for', 'agreed,synced,healthy', '--timeout', '60s'], {
      limitMs: 70_000,
    })
    expect(calm.exitCode, calm.stdout + calm.stderr).to.equal(0)
    expect(await harmful(seed.address), 'afterwards').to.be.greaterThan(0)
    const nodes = cluster.nodes.map(({address}) => address)
    await using writer = await Writer.start({nodes, keys: keysIn(0, 16_383, 100), clients: 4})
    const mended = await runCli(['spread', seed.address, ...ZONES, '--yes'], {limitMs: 60_000})
    expect(mended.exitCode, mended.stdout + mended.stderr).to.equal(0)
    expect(mended.stdout).to.match(/Any zone or host can be lost now\./)
    expect(await lostWrites(seed, await writer.stop())).to.deep.equal([])
    expect(await harmful(seed.address), 'at last').to.equal(0)
  })
})

describe('[E] replicate', function () {
  this.timeout(240_000)

  it('--balance shares replicas out evenly, and a last copy stays', async () => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1})
    const [first, second] = cluster.primaries
    if (!first || !second) throw new Error('too few primaries')
    for (const shard of [1, 2]) await ask(cluster.replica(shard), 'CLUSTER', 'REPLICATE', cluster.idOf(first))
    const synced = await runCli(['wait', first.address, '--for', 'agreed,synced', '--timeout', '30s'], {
      limitMs: 40_000,
    })
    expect(synced.exitCode, synced.stdout + synced.stderr).to.equal(0)
    const balanced = await runCli(['replicate', first.address, '--balance', '--yes'], {limitMs: 60_000})
    expect(balanced.exitCode, balanced.stdout + balanced.stderr).to.equal(0)
    const connected = await Promise.all(cluster.primaries.map((node) => ask(node, 'INFO', 'replication')))
    expect(connected.map((text) => /connected_slaves:(\d)/.exec(String(text))?.[1])).to.deep.equal([
      '1',
      '1',
      '1',
    ])
    const again = await runCli(['replicate', first.address, '--balance', '--yes'])
    expect(again.stdout).to.contain('Nothing to do: replicas are shared out evenly')
    const copies = cluster.nodes.filter((node) => !cluster.primaries.includes(node))
    const own = await Promise.all(copies.map((node) => ask(node, 'ROLE')))
    const last = copies.find((_, at) => Number((own[at] as unknown[])[2]) === second.port)
    const words = ['replicate', first.address, last?.address ?? '', '--of', first.address, '--yes']
    const refused = await runCli(words)
    expect(refused.exitCode, refused.stderr).to.equal(4)
    expect(refused.stderr).to.contain('has the only synced copy beside')
  })

  it('is not resumed once the copy that was to stay is gone', async () => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1})
    await using trial = await JournalTrial.open()
    const [first, second] = cluster.primaries
    if (!first || !second) throw new Error('too few primaries')
    const [stays, leaves] = [cluster.replica(0), cluster.replica(1)]
    // As it was before the step: the replica follows the first primary, beside another one.
    const goBack = async () => {
      await ask(leaves, 'CLUSTER', 'REPLICATE', cluster.idOf(first))
      const synced = await trial.run('wait', first.address, '--for', 'agreed,synced', '--timeout', '30s')
      expect(synced.exitCode, synced.stdout + synced.stderr).to.equal(0)
    }
    await goBack()
    const done = await trial.run('replicate', first.address, leaves.address, '--of', second.address, '--yes')
    expect(done.exitCode, done.stdout + done.stderr).to.equal(0)
    await trial.cutBefore('replicate', 'replicate')
    await goBack()
    await stays.kill()
    const refused = await trial.run('resume', first.address, '--yes')
    expect(refused.exitCode, refused.stdout + refused.stderr).to.equal(4)
    expect(refused.stderr).to.contain(`${leaves.address} has the only synced copy beside ${first.address}`)
    expect(String(await ask(leaves, 'INFO', 'replication'))).to.contain(`master_port:${first.port}`)
  })
})
