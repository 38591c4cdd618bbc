import type {UnderWay} from '../checks/under-way.js'
import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {ClusterSample} from '../domain/sample.js'
import {haveSameNodes, isSameCluster, wasRemoved} from '../domain/same-cluster.js'
import {type ClusterSnapshot, reachableNodes} from '../domain/snapshot.js'
import {unlessEnded} from '../domain/unless-ended.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {isServerError} from '../redis/errors.js'
import {firstSeed} from '../redis/first-seed.js'
import {takeSample} from '../redis/sample.js'
import {openSession, type Session} from '../redis/session.js'
import {changesUnderWay, type Here} from './under-way.js'

/** One reading of a cluster: its nodes with their counters, and the changes under way. */
export type ClusterReading = {readonly sample: ClusterSample; readonly changes: readonly UnderWay[]}

/** What became of one attempt to read a cluster. */
export type ReadingOutcome = {
  /** Milliseconds since 1970. */
  readonly endedAt: number
  readonly milliseconds: number
} & (
  | {readonly reading: ClusterReading; readonly failure?: undefined}
  /** A sentence that says why not. */
  | {readonly reading?: undefined; readonly failure: string}
)

export type ReaderOptions = {
  readonly connection: ConnectionOptions
  readonly here: Here
  /** Milliseconds that one reading may take. */
  readonly limitMs: number
  /** Aborted when no more readings are wanted. */
  readonly signal: AbortSignal
}

/** Four waits for nodes that hang fit into one reading: two to find a seed, and two to read all nodes. */
const WAITS = 4

/**
 * Reads one cluster again and again, over the same connections. Any node of the last reading can stand in for a seed
 * that does not answer.
 */
export class ClusterReader implements AsyncDisposable {
  private readonly seeds: readonly Address[]
  private readonly options: ReaderOptions
  private readonly connection: ConnectionOptions
  private session: Session
  private current: Promise<ReadingOutcome> | undefined
  /** The node through which the last reading was made. */
  private entrance: Address | undefined
  private last: ClusterSnapshot | undefined

  constructor(seeds: readonly Address[], options: ReaderOptions) {
    this.seeds = seeds
    this.options = options
    this.connection = withinLimit(options.connection, options.limitMs)
    this.session = openSession(this.connection)
    this.entrance = seeds.length === 1 ? seeds[0] : undefined
  }

  /**
   * Reads the cluster. If it is being read already, returns what comes of that reading. Ends within the limit, and
   * rejects only with bugs.
   */
  read(): Promise<ReadingOutcome> {
    this.current ??= this.attempt().finally(() => {
      this.current = undefined
    })
    return this.current
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session[Symbol.asyncDispose]()
  }

  private async attempt(): Promise<ReadingOutcome> {
    const {limitMs, signal} = this.options
    const began = performance.now()
    const over = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
    const result = await unlessEnded(this.readOrSayWhyNot(over), over)
    // What still runs must not go on beside the next reading.
    if (result === undefined || typeof result === 'string') await this.renew()
    const how = {endedAt: Date.now(), milliseconds: performance.now() - began}
    if (result === undefined) return {...how, failure: `It was not read within ${limitMs / 1000} s.`}
    return typeof result === 'string' ? {...how, failure: result} : {...how, reading: result}
  }

  private async readOrSayWhyNot(over: AbortSignal): Promise<ClusterReading | string> {
    try {
      return await this.readOnce(over)
    } catch (error) {
      if (isServerError(error) || error instanceof ClusterToolError) return error.message
      throw error
    }
  }

  private async readOnce(over: AbortSignal): Promise<ClusterReading> {
    const {entrance} = this
    const others = this.candidates.filter(
      (one) => !entrance || formatAddress(one) !== formatAddress(entrance),
    )
    if (entrance) {
      try {
        return await this.readFrom(entrance, {over, isOnly: others.length === 0})
      } catch (error) {
        if (!(error instanceof ClusterToolError) || others.length === 0) throw error
      }
    }
    const all = entrance ? [...others, entrance] : others
    const seed = await firstSeed(all, this.connection, {whose: 'None of these nodes', signal: over})
    return this.readFrom(seed, {over, isOnly: true})
  }

  /** The nodes that the user named, then those that answered at the last reading. */
  private get candidates(): Address[] {
    const known = this.last ? reachableNodes(this.last).filter(({host}) => host !== '') : []
    const all = [...this.seeds, ...known.map(({host, port}) => ({host, port}))]
    return [...new Map(all.map((address) => [formatAddress(address), address])).values()]
  }

  /** `isOnly`: there is no other node that could be asked instead. */
  private async readFrom(
    seed: Address,
    {over, isOnly}: {readonly over: AbortSignal; readonly isOnly: boolean},
  ): Promise<ClusterReading> {
    const {session, options, last} = this
    const sample = await takeSample(session, seed)
    const {snapshot} = sample
    if (last) this.refuseStray(seed, {last, snapshot, isOnly})
    const changes = await changesUnderWay(session, snapshot, options.here)
    // Another reading may have begun since.
    if (over.aborted) throw new ClusterToolError('CANCELLED', 'It was stopped.')
    this.entrance = seed
    this.last = snapshot
    // Connections to nodes that have left would stay open, and one that a firewall has dropped never answers again.
    const isLasting = reachableNodes(snapshot).length === snapshot.nodes.length
    if (!isLasting || (last && !haveSameNodes(last, snapshot))) await this.renew()
    return {sample, changes}
  }

  /** Throws UNREACHABLE if a node does not speak for this cluster any more. */
  private refuseStray(
    seed: Address,
    {last, snapshot, isOnly}: {last: ClusterSnapshot; snapshot: ClusterSnapshot; isOnly: boolean},
  ): void {
    const name = formatAddress(seed)
    const isNamed = this.seeds.some((one) => formatAddress(one) === name)
    // The user may mean another cluster than before.
    if (!isNamed && !isSameCluster(last, snapshot)) {
      throw new ClusterToolError('UNREACHABLE', `${name} is in another cluster now.`)
    }
    if (!isOnly && wasRemoved(last, snapshot)) {
      throw new ClusterToolError('UNREACHABLE', `${name} was removed from the cluster.`)
    }
  }

  private async renew(): Promise<void> {
    const old = this.session
    this.session = openSession(this.connection)
    await old[Symbol.asyncDispose]()
  }
}

function withinLimit(connection: ConnectionOptions, limitMs: number): ConnectionOptions {
  const most = Math.max(1, Math.floor(limitMs / WAITS))
  return {
    ...connection,
    connectTimeoutMs: Math.min(connection.connectTimeoutMs, most),
    commandTimeoutMs: Math.min(connection.commandTimeoutMs, most),
  }
}
