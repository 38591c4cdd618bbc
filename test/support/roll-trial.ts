import {writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {killServersIn} from './kill-servers.js'
import {TestCluster} from './test-cluster.js'
import type {TestServer} from './test-server.js'

const RESTARTER = fileURLToPath(new URL('restarter.mjs', import.meta.url))

/** A cluster whose servers a command can restart, and programs that the tests did not start are killed at the end. */
export class RollTrial implements AsyncDisposable {
  readonly cluster: TestCluster
  private readonly folder: string

  private constructor(cluster: TestCluster, folder: string) {
    this.cluster = cluster
    this.folder = folder
  }

  /** Three shards of two nodes. The servers save their data when they are stopped. */
  static async start({
    server,
    args = [],
  }: {
    readonly server?: string
    readonly args?: readonly string[]
  } = {}): Promise<RollTrial> {
    const cluster = await TestCluster.start({
      count: 6,
      replicas: 1,
      ...(server !== undefined && {server}),
      args: ['--cluster-node-timeout', '5000', '--save', '3600 1', ...args],
    })
    await Promise.all(
      cluster.nodes.map(({folder, options: {program, args: own}}) =>
        writeFile(join(folder, 'restart.json'), JSON.stringify({program, args: own})),
      ),
    )
    return new RollTrial(cluster, dirname(cluster.nodes[0]?.folder ?? ''))
  }

  get seed(): TestServer {
    return this.cluster.shard(2).primary
  }

  /** The command for `--restart`; flags as restarter.mjs takes them, for one node or all. */
  command(flags = '', only?: TestServer): string {
    const restart = `${process.execPath} ${RESTARTER} ${this.folder} {port}`
    if (!only) return `${restart} ${flags}`
    return `if [ {port} = ${only.port} ]; then ${restart} ${flags}; else ${restart}; fi`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await killServersIn(this.folder)
    await this.cluster[Symbol.asyncDispose]()
  }
}
