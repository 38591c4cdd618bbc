import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

const LIMITS = {limitMs: 50_000}

/** From Redis 7.2 on, servers tell each other about their bans; on Valkey 9 the length of a ban can be configured. */
const BANNING = serverPrograms().filter(({name}) => name === 'Redis 8.6' || name === 'Valkey 9.1')

describe('[E] add-node of a node that was removed a moment ago', function () {
  this.timeout(240_000)

  for (const program of BANNING) {
    it(`says that others ban it and adds nothing when it is stopped (${program.name})`, async () => {
      await using cluster = await TestCluster.start({count: 4, replicas: 0, server: program.path})
      const {seed, leaving, id, stayers} = await remove(cluster)
      let said = ''
      const stopped = await runCli(['add-node', leaving.address, seed.address, '--json'], {
        ...LIMITS,
        onStart: (kill) => {
          // add-node waits for 60 s. It asks for the ban with FORGET, which servers count.
          void until('somebody is asked for the ban', async () => (await forgetsOf(seed)) > 1, 30_000).then(
            () => kill('SIGINT'),
            () => undefined,
          )
        },
      })
      said = stopped.stdout + stopped.stderr
      expect(stopped.exitCode, said).not.to.equal(0)
      expect(said).to.match(/still bans? /)
      expect(said).to.contain(leaving.address)
      for (const node of stayers) expect(await viewOf(node)).not.to.contain(id)
    })
  }

  const valkey = BANNING.find(({software}) => software === 'valkey')
  const waits = 'waits until the ban is over, says so, and all know the node for good (Valkey 9.1)'
  if (!valkey) it.skip(waits)
  else
    it(waits, async () => {
      const args = ['--cluster-blacklist-ttl', '8']
      await using cluster = await TestCluster.start({count: 4, replicas: 0, server: valkey.path, args})
      const {seed, leaving, id, stayers} = await remove(cluster)
      const added = await runCli(['add-node', leaving.address, seed.address], LIMITS)
      expect(added.exitCode, added.stdout + added.stderr).to.equal(0)
      expect(added.stdout).to.contain('up to 8 s')
      for (const node of stayers) expect(await viewOf(node)).to.contain(id)
      // By now, a node that still banned it would have told the others, and they would forget it.
      const seen = await Promise.all(stayers.map((node) => pongsFrom(node)))
      await until(
        'all have heard of all others once more',
        async () => {
          const now = await Promise.all(stayers.map((node) => pongsFrom(node)))
          return now.every((pongs, at) => pongs > (seen[at] ?? 0) + 8)
        },
        20_000,
      )
      for (const node of stayers) expect(await viewOf(node)).to.contain(id)
    })
})

async function remove(cluster: TestCluster) {
  const seed = cluster.shard(0).primary
  const leaving = cluster.shard(3).primary
  const id = cluster.idOf(leaving)
  const stayers = cluster.primaries.filter((node) => node !== leaving)
  const removed = await runCli(['del-node', seed.address, id, '--drain', '--yes'], LIMITS)
  expect(removed.exitCode, removed.stdout + removed.stderr).to.equal(0)
  return {seed, leaving, id, stayers}
}

type Server = TestCluster['primaries'][number]

async function viewOf(node: Server): Promise<string> {
  return String(await ask(node, 'CLUSTER', 'NODES'))
}

async function forgetsOf(node: Server): Promise<number> {
  const stats = String(await ask(node, 'INFO', 'commandstats'))
  return Number(/cluster\|forget:calls=(\d+)/.exec(stats)?.[1] ?? 0)
}

async function pongsFrom(node: Server): Promise<number> {
  const info = String(await ask(node, 'CLUSTER', 'INFO'))
  return Number(/pong_received:(\d+)/.exec(info)?.[1] ?? 0)
}
