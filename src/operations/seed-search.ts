import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {ClusterSample} from '../domain/sample.js'
import {isSameCluster, wasRemoved} from '../domain/same-cluster.js'
import {type ClusterSnapshot, reachableNodes} from '../domain/snapshot.js'
import {HangingNodes} from '../redis/hanging-nodes.js'
import {takeSample} from '../redis/sample.js'
import type {Session} from '../redis/session.js'
import {tryToRead} from '../redis/snapshot.js'

/** A sample, and the node through which the others were found. */
export type FoundSample = {
  readonly sample: ClusterSample
  /** `host:port`. */
  readonly through: string
  /** Why the node that was named could not be read, if it could not. */
  readonly seedLost: string | undefined
}

/** How many nodes are asked at once for one that answers. */
const ASKED_AT_ONCE = 20

/** Takes samples through the node that was named, or through others that are known while that one is away. */
export class SeedSearch {
  private readonly session: Session
  private readonly seed: Address
  private readonly hanging: HangingNodes
  /** The one that was used last, if it was not the seed. */
  private other: Address | undefined

  constructor(session: Session, seed: Address, patienceMs: number) {
    this.session = session
    this.seed = seed
    this.hanging = new HangingNodes({patienceMs})
  }

  /** `known`: the last snapshot, whose nodes are asked if the seed does not answer. */
  async sample(
    known: ClusterSnapshot | undefined,
  ): Promise<FoundSample | {readonly unread: ClusterToolError}> {
    const own = await this.take(this.seed, known)
    if (!(own instanceof ClusterToolError)) {
      this.other = undefined
      return {sample: own, through: formatAddress(this.seed), seedLost: undefined}
    }
    // One that answers may be in no cluster, such as the seed under another name.
    for (const other of await this.answering(known)) {
      const found = await this.take(other, known)
      if (found instanceof ClusterToolError) continue
      this.other = other
      return {sample: found, through: formatAddress(other), seedLost: own.message}
    }
    this.other = undefined
    return {unread: own}
  }

  private async take(
    address: Address,
    known: ClusterSnapshot | undefined,
  ): Promise<ClusterSample | ClusterToolError> {
    try {
      // At the beginning there is nothing to show yet, so it waits for the seed as long as the flags say.
      const read: typeof tryToRead = (session, at) =>
        known || formatAddress(at) !== formatAddress(address)
          ? this.hanging.read(session, at)
          : tryToRead(session, at)
      const sample = await takeSample(this.session, address, {}, read)
      return (known && strangerIn(address, known, sample.snapshot)) ?? sample
    } catch (error) {
      if (error instanceof ClusterToolError) return error
      throw error
    }
  }

  /** The nodes that answer now: first the one of the last time. */
  private async answering(known: ClusterSnapshot | undefined): Promise<Address[]> {
    const reached = known ? reachableNodes(known).filter(({host}) => host !== '') : []
    const others = reached.map(({host, port}) => ({host, port}))
    const asked = [...(this.other ? [this.other] : []), ...others]
      .filter((one) => formatAddress(one) !== formatAddress(this.seed))
      .slice(0, ASKED_AT_ONCE)
    const answers = await Promise.all(
      asked.map(async (address) => !('kind' in (await this.hanging.read(this.session, address)))),
    )
    return asked.filter((_, at) => answers[at])
  }
}

/** Why what was read through this node is not the cluster that was read before. */
function strangerIn(
  address: Address,
  known: ClusterSnapshot,
  now: ClusterSnapshot,
): ClusterToolError | undefined {
  const name = formatAddress(address)
  if (wasRemoved(known, now)) {
    return new ClusterToolError('UNREACHABLE', `${name} was removed from the cluster.`)
  }
  if (isSameCluster(known, now)) return undefined
  return new ClusterToolError('UNREACHABLE', `${name} is in another cluster now.`)
}
