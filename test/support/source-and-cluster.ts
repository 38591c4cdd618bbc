import {expect} from 'chai'
import type {Address} from '../../src/domain/address.js'
import {keySlot} from '../../src/redis/key-slot.js'
import {ask} from './ask.js'
import {runImport} from './run-import.js'
import {TestServers} from './servers.js'
import {TestCluster} from './test-cluster.js'
import type {TestServer} from './test-server.js'

/** A source outside a cluster, and a cluster of three primaries. */
export class SourceAndCluster implements AsyncDisposable {
  readonly source: TestServer
  readonly cluster: TestCluster
  private readonly sources: TestServers

  private constructor(sources: TestServers, cluster: TestCluster) {
    this.sources = sources
    this.source = sources.node(0)
    this.cluster = cluster
  }

  static async start(server?: string): Promise<SourceAndCluster> {
    const own = server === undefined ? {} : {server}
    const sources = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no'], ...own})
    return new SourceAndCluster(sources, await TestCluster.start({count: 3, replicas: 0, ...own}))
  }

  get seed(): TestServer {
    return this.cluster.shard(0).primary
  }

  ownerOf(key: string): Address {
    const slot = keySlot(Buffer.from(key, 'latin1'))
    const owner = this.cluster.primaries.find((_, at) => slot < Math.ceil(((at + 1) * 16_384) / 3))
    if (!owner) throw new Error('no owner')
    return owner
  }

  /** Sends commands to the owners of their keys. */
  async harm(key: string, words: readonly (string | number)[]): Promise<void> {
    await ask(this.ownerOf(key), ...words)
  }

  async import(): Promise<void> {
    const {status} = await runImport(this.seed, this.source)
    expect(status).to.equal('done')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sources[Symbol.asyncDispose]()
    await this.cluster[Symbol.asyncDispose]()
  }
}
