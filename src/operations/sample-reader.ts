import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {ClusterSample} from '../domain/sample.js'
import {isAlone, isSameCluster, wasRemoved} from '../domain/same-cluster.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {HangingNodes, type HangingOptions} from '../redis/hanging-nodes.js'
import {takeSample} from '../redis/sample.js'
import type {Session} from '../redis/session.js'
import type {tryToRead} from '../redis/snapshot.js'

/** A sample, and the node through which the others were found. */
export type FoundSample = {
  readonly sample: ClusterSample
  /** `host:port`. */
  readonly through: string
  /** Why the node that was named first cannot be used, if none that was named can. */
  readonly seedLost: string | undefined
}

/** A node that cannot be used, and why. */
type UnusableNode = {
  readonly address: Address
  readonly error: ClusterToolError
  /** It answers, and the cluster that it knows is not the one that is meant. */
  readonly isStranger: boolean
}

/** No node can be used: those that were tried, the one that was named or used last first. */
export type NoSample = {readonly tried: readonly [UnusableNode, ...UnusableNode[]]}

export type SampleReaderOptions = HangingOptions & {
  /** Which of the named nodes to begin with. Default: all are asked. */
  readonly first?: Address
  /**
   * Whether to go over to another cluster, if a node that was named is in it now and no node of the cluster of before
   * answers.
   */
  readonly followsNamed?: boolean
}

type NodeRead = Awaited<ReturnType<typeof tryToRead>>

type SampleThrough = {readonly address: Address; readonly sample: ClusterSample}

/**
 * Takes samples of one cluster again and again: through the nodes that were named, or through others that are known
 * while those are away. Nodes that hang are waited for once.
 */
export class SampleReader {
  private readonly named: readonly Address[]
  private readonly options: SampleReaderOptions
  private readonly hanging: HangingNodes
  /** The node that was used last. */
  private through: Address | undefined
  private last: ClusterSnapshot | undefined

  constructor(named: readonly Address[], options: SampleReaderOptions) {
    this.named = named
    this.options = options
    this.hanging = new HangingNodes(options)
    this.through = options.first
  }

  /** Reads the cluster. The session may be another one than before; its connections to nodes that have left are closed. */
  async sample(session: Session): Promise<FoundSample | NoSample> {
    const tried: UnusableNode[] = []
    let lastResort: SampleThrough | undefined
    for (const group of this.groups()) {
      for (const [address, said] of await this.readEach(session, group)) {
        const sample = await this.take(session, address, said)
        if (sample instanceof ClusterToolError) {
          tried.push({address, error: sample, isStranger: false})
          continue
        }
        const doubt = this.doubtAbout(address, sample.snapshot)
        if (!doubt) return this.use(session, {address, sample}, tried)
        if (this.mayFollow(address)) lastResort ??= {address, sample}
        tried.push({address, error: doubt, isStranger: true})
      }
    }
    if (lastResort) return this.use(session, lastResort, tried)
    const [first, ...others] = tried
    if (!first) throw new TypeError('at least one node was named')
    return {tried: [first, ...others]}
  }

  /** The nodes to try, those of a group at the same time. */
  private *groups(): Generator<readonly Address[]> {
    const {named, through} = this
    const home = through && this.isNamed(through) ? [through] : named
    yield home
    const other = through && !this.isNamed(through) ? [through] : []
    if (other.length > 0) yield other
    const tried = new Set([...home, ...other].map(formatAddress))
    const rest = [...named, ...this.members()].filter((address) => !tried.has(formatAddress(address)))
    if (rest.length > 0) yield [...new Map(rest.map((address) => [formatAddress(address), address])).values()]
  }

  /** All nodes of the cluster as it was last, those that answered first. */
  private members(): Address[] {
    const nodes = this.last?.nodes.filter(({host}) => host !== '') ?? []
    return nodes
      .toSorted((a, b) => Number(b.reachable) - Number(a.reachable))
      .map(({host, port}) => ({host, port}))
  }

  /** What each node of a group says; undefined if it answers, but is to be read once more when it is its turn. */
  private readEach(
    session: Session,
    group: readonly Address[],
  ): Promise<(readonly [Address, NodeRead | undefined])[]> {
    // At the beginning there is nothing to show yet, so it waits as long as the flags say.
    const read = this.last ? this.hanging.read : this.hanging.readPatiently
    return Promise.all(
      group.map(async (address) => {
        const said = await read(session, address)
        return [address, group.length === 1 || 'kind' in said ? said : undefined] as const
      }),
    )
  }

  /** Reads all nodes through this one; `said`: what it said just now. */
  private async take(
    session: Session,
    address: Address,
    said: NodeRead | undefined,
  ): Promise<ClusterSample | ClusterToolError> {
    try {
      const read: typeof tryToRead = (_, at) =>
        said && at === address ? Promise.resolve(said) : this.hanging.read(session, at)
      return await takeSample(session, address, {}, read)
    } catch (error) {
      if (error instanceof ClusterToolError) return error
      throw error
    }
  }

  /** Why what was read through this node is not the cluster that was read before. */
  private doubtAbout(address: Address, now: ClusterSnapshot): ClusterToolError | undefined {
    const name = formatAddress(address)
    const {last} = this
    if (!last) {
      // As one is that was removed from its cluster.
      const isDoubtful = this.named.length > 1 && isAlone(now)
      return isDoubtful ? new ClusterToolError('UNREACHABLE', `${name} is in no cluster.`) : undefined
    }
    if (wasRemoved(last, now)) {
      return new ClusterToolError('UNREACHABLE', `${name} was removed from the cluster.`)
    }
    if (isSameCluster(last, now)) return undefined
    return new ClusterToolError('UNREACHABLE', `${name} is in another cluster now.`)
  }

  /** Whether a node may be used in spite of doubt, if there is no other. */
  private mayFollow(address: Address): boolean {
    return !this.last || (this.options.followsNamed === true && this.isNamed(address))
  }

  private use(
    session: Session,
    {address, sample}: SampleThrough,
    tried: readonly UnusableNode[],
  ): FoundSample {
    if (this.last) closeLeft(session, this.last, sample.snapshot)
    this.through = address
    this.last = sample.snapshot
    return {
      sample,
      through: formatAddress(address),
      seedLost: this.isNamed(address) ? undefined : tried[0]?.error.message,
    }
  }

  private isNamed(address: Address): boolean {
    return this.named.some((one) => formatAddress(one) === formatAddress(address))
  }
}

/** Closes the connections to nodes that have left the cluster. */
function closeLeft(session: Session, before: ClusterSnapshot, now: ClusterSnapshot): void {
  const present = new Set(now.nodes.map(formatAddress))
  for (const node of before.nodes) if (!present.has(formatAddress(node))) session.drop(node)
}
