import {mkdir, rm, writeFile} from 'node:fs/promises'
import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {ask} from '../support/ask.js'
import {onAbruptEnd} from '../support/leftovers.js'
import type {ServerProgram} from '../support/matrix.js'
import {TestServer} from '../support/test-server.js'
import {until} from '../support/until.js'
import {nodesConf, type Seat, slotsOf} from './nodes-conf.js'
import type {Place, Places} from './places.js'
import type {Topology} from './plan.js'

/** A server of a round, and what the round knows about it. */
export type Member = {
  readonly number: number
  /** The id that it started with. */
  readonly id: string
  readonly place: Place
  readonly server: TestServer
  /** Number of the primary in whose shard it started; of a primary, its own. */
  readonly shard: number
}

export type ClusterOptions = {
  readonly program: ServerProgram
  readonly topology: Topology
  readonly random: () => number
  readonly places: Places
  readonly folder: string
  /** The nodes are not formed into a cluster, so that a create does it. */
  readonly unformed: boolean
}

/** The servers of one round: primaries, the replica of each, a node to add, and a server to import from. */
export class ChaosCluster implements AsyncDisposable {
  readonly members: readonly Member[]
  /** Not a member yet. */
  readonly newcomer: Member
  readonly standalone: TestServer
  readonly options: ClusterOptions
  private readonly forget: () => void

  private constructor(
    options: ClusterOptions,
    members: readonly Member[],
    newcomer: Member,
    standalone: TestServer,
  ) {
    this.options = options
    this.members = members
    this.newcomer = newcomer
    this.standalone = standalone
    this.forget = onAbruptEnd(() => {
      for (const server of this.servers) server.killNow()
      rmSync(options.folder, {recursive: true, force: true, maxRetries: 5})
    })
  }

  /** Starts all servers; returns when they answer. */
  static async start(options: ClusterOptions): Promise<ChaosCluster> {
    const {topology, places, random} = options
    const count = topology.primaries * (1 + topology.replicas)
    const taken = await places.take(count + 2)
    const seats = taken.map((place, index): Seat => {
      const follows = index >= topology.primaries && index < count ? index - topology.primaries : undefined
      return {id: hex(random), place, shardId: hex(random), follows}
    })
    const known = seats.slice(0, count).map((seat) => ({
      ...seat,
      shardId: seats[seat.follows ?? -1]?.shardId ?? seat.shardId,
    }))
    const servers = await Promise.all(
      seats.map(async (seat, index) => {
        const folder = join(options.folder, 'nodes', String(index))
        await mkdir(folder, {recursive: true})
        const conf =
          index < count && !options.unformed ? nodesConf(known, index, namesShards(options.program)) : ''
        if (conf !== '') await writeFile(join(folder, 'nodes.conf'), conf)
        return launchAt(options, seat.place, folder, index <= count)
      }),
    )
    const members = seats.map(({id, place, follows}, number) => ({
      number,
      id,
      place,
      server: at(servers, number),
      shard: follows ?? number,
    }))
    const cluster = new ChaosCluster(
      options,
      members.slice(0, count),
      at(members, count),
      at(servers, count + 1),
    )
    try {
      await Promise.all(servers.map((server) => server.waitUntilUp()))
      return cluster
    } catch (error) {
      await cluster[Symbol.asyncDispose]()
      throw error
    }
  }

  /** Waits until all nodes report ok and replicas are in sync. */
  async waitUntilFormed(): Promise<void> {
    await Promise.all(
      this.members.map(({server, shard, number}) =>
        until(
          `node ${number} is part of the cluster`,
          async () => {
            const [info, replication] = await Promise.all([
              ask(server, 'CLUSTER', 'INFO'),
              ask(server, 'INFO', 'replication'),
            ])
            const isLinked = shard === number || String(replication).includes('master_link_status:up')
            return String(info).includes('cluster_state:ok') && isLinked
          },
          20_000,
        ),
      ),
    )
  }

  get primaries(): readonly Member[] {
    return this.members.slice(0, this.options.topology.primaries)
  }

  get everyone(): readonly Member[] {
    return [...this.members, this.newcomer]
  }

  get servers(): readonly TestServer[] {
    return [...this.everyone.map(({server}) => server), this.standalone]
  }

  /** The member with this number; throws when there is none. */
  member(number: number): Member {
    return at(this.everyone, number)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.servers) server.resume()
    await Promise.all(this.servers.map((server) => server.kill()))
    this.forget()
  }

  /** Deletes all files of a round. */
  async removeFiles(): Promise<void> {
    await rm(this.options.folder, {recursive: true, force: true, maxRetries: 5})
  }
}

/** The first and the last slot that a primary started with. */
export function firstSlots({options}: ChaosCluster, {shard}: Member): readonly [number, number] {
  return slotsOf(shard, options.topology.primaries)
}

function launchAt(
  {program, topology}: ClusterOptions,
  place: Place,
  folder: string,
  isNode: boolean,
): TestServer {
  const [first, ...rest] = [...place.prefix, program.path]
  const timing = [
    '--cluster-node-timeout',
    String(topology.nodeTimeoutMs),
    '--cluster-replica-validity-factor',
    '0',
  ]
  const cluster = ['--cluster-enabled', 'yes', '--appendonly', topology.appendOnly ? 'yes' : 'no', ...timing]
  const usual = ['--port', String(place.port), '--bind', place.host, '--protected-mode', 'no', '--save', '']
  const replication = ['--repl-diskless-sync-delay', '0', '--repl-timeout', '10']
  return new TestServer({
    program: first ?? program.path,
    folder,
    args: [...rest, ...usual, ...replication, ...(isNode ? cluster : [])],
    detached: false,
    endpoint: {host: place.host, port: place.port, tls: false},
  })
}

/** Later servers keep the id of a shard, and a replica with another one would count as a shard of its own. */
function namesShards({software, version}: ServerProgram): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return software === 'valkey' || major > 7 || (major === 7 && minor >= 2)
}

function hex(random: () => number): string {
  return Array.from({length: 40}, () => Math.floor(random() * 16).toString(16)).join('')
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`there is no ${index}`)
  return item
}
