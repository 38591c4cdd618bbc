import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {pick} from '../support/random.js'
import type {TestCluster} from '../support/test-cluster.js'
import {until} from '../support/until.js'
import type {TrialSource} from './sources.js'

export type FaultPlace = {
  readonly cluster: TestCluster
  readonly source: TrialSource
  /** Kills the program, and starts it again. */
  readonly again: () => Promise<void>
  readonly random: () => number
}

export type FaultName = 'kill' | 'cut-source' | 'cut-owners' | 'failover' | 'reshard' | 'source-failover'

async function roleOf(address: Parameters<typeof ask>[0]): Promise<string> {
  const text = await ask(address, 'INFO', 'replication')
  return /^role:(\w+)/m.exec(String(text))?.[1] ?? ''
}

/** What can happen while a source is followed. */
export const FAULTS: Readonly<Record<FaultName, (place: FaultPlace) => Promise<void>>> = {
  kill: ({again}) => again(),
  async 'cut-source'({source, random}) {
    const {node} = pick(random, source.parts)
    await ask(node, 'CLIENT', 'KILL', 'TYPE', pick(random, ['replica', 'normal'])).catch(() => undefined)
  },
  async 'cut-owners'({cluster, random}) {
    await ask(pick(random, cluster.primaries), 'CLIENT', 'KILL', 'TYPE', 'normal').catch(() => undefined)
  },
  async failover({cluster, random}) {
    const shard = pick(random, cluster.shards)
    for (const replica of shard.replicas) {
      if ((await roleOf(replica)) !== 'slave') {
        await ask(shard.primary, 'CLUSTER', 'FAILOVER').catch(() => undefined)
        await until('the old primary is back', async () => (await roleOf(shard.primary)) === 'master', 20_000)
        return
      }
      await ask(replica, 'CLUSTER', 'FAILOVER', pick(random, ['FORCE', 'TAKEOVER'])).catch(() => undefined)
      await until('the replica is primary', async () => (await roleOf(replica)) === 'master', 20_000)
    }
  },
  async reshard({cluster, random}) {
    const seed = cluster.shard(0).primary.address
    await runCli([
      'rebalance',
      seed,
      '--weight',
      `${cluster.idOf(pick(random, cluster.primaries))}=${1 + random()}`,
      '--yes',
    ])
  },
  'source-failover': ({source}) => source.failOver(),
}
