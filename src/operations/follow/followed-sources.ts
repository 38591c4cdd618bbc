import {type Address, formatAddress, parseAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ImportFacts} from '../../domain/import.js'
import type {NodeId} from '../../domain/node.js'
import {settleAll} from '../../domain/settle-all.js'
import {formatRanges, hasSlot, slotsOf} from '../../domain/slot.js'
import {
  type ClusterSnapshot,
  reachableNodes,
  reachablePrimaries,
  uncoveredRanges,
} from '../../domain/snapshot.js'
import {AttachPoint} from '../../redis/attach-point.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {isServerError} from '../../redis/errors.js'
import {toFailure} from '../../redis/failure.js'
import {askSentinels} from '../../redis/sentinel.js'
import {openSession} from '../../redis/session.js'
import {takeSnapshot} from '../../redis/snapshot.js'
import {Source, type SourcePatience} from '../../redis/source.js'
import {inSourceFlags, nameOfPlace, type SourcePlace} from '../import-sources.js'

/** A source server that is to be followed. */
export type FollowedServer = {
  readonly name: string
  readonly source: Source
  /** Opens other connections to it: a comparison has to know whether the server is replaced from its beginning on. */
  readonly again: () => Source
  readonly attach: AttachPoint
  readonly options: ConnectionOptions
  /** Where the primary is now. */
  readonly primary: () => Promise<Address>
  readonly facts: ImportFacts
  /** Of a node of a cluster. */
  readonly id: NodeId | undefined
  /** Of such a node: the slots that it owned at the start. */
  readonly slots: string
}

type FollowedPlaces = Exclude<SourcePlace, {kind: 'servers'}>

/**
 * Connects to the source: a server or one of its replicas, or each primary of a cluster. Throws UNREACHABLE, saying which
 * one and why.
 */
export async function openFollowed(
  place: FollowedPlaces,
  patience: SourcePatience,
  fromPrimary: boolean,
): Promise<FollowedServer[]> {
  const options = place.connection
  const locate = () => locatePrimary(place)
  const first = await openServer({name: nameOfPlace(place), locate, options, fromPrimary, patience})
  if (!first.facts.info.clusterEnabled) return [first]
  await first.source[Symbol.asyncDispose]()
  const snapshot = await readCluster(await locate(), options)
  return settleAll(
    reachablePrimaries(snapshot)
      .filter(({slots}) => slots.length > 0)
      .map(async ({id, address, slots}) => {
        const own = new Set(slotsOf(slots))
        const [someSlot = 0] = own
        // A replica of a cluster would have to be asked in a way of its own.
        const wishes = {options, fromPrimary: true, patience, slots: own}
        const seeds = reachableNodes(snapshot).map((node) => parseAddress(node.address))
        const server = await openServer({
          ...wishes,
          name: address,
          locate: () => locateOwner(someSlot, seeds, options),
        })
        return {...server, id, slots: formatRanges(slots)}
      }),
  )
}

function locatePrimary(place: FollowedPlaces): Promise<Address> {
  if (place.kind === 'server') return Promise.resolve(place.address)
  return askSentinels(place.sentinels, place.group, place.sentinelConnection)
}

type ServerWishes = {
  readonly name: string
  readonly locate: () => Promise<Address>
  readonly options: ConnectionOptions
  readonly fromPrimary: boolean
  readonly patience: SourcePatience
  readonly slots?: ReadonlySet<number>
}

async function openServer(wishes: ServerWishes): Promise<FollowedServer> {
  const {name, options, patience, slots} = wishes
  const attach = new AttachPoint(wishes)
  const place = {
    name,
    locate: async () => (await attach.server()).address,
    slots,
    orReplica: true,
    onlyReads: true,
  }
  const again = () => new Source(place, options, patience)
  const source = again()
  try {
    const {info, primary} = await source.facts()
    const facts = {name, info, primary: primary && formatAddress(primary)}
    return {name, source, again, attach, options, primary: wishes.locate, facts, id: undefined, slots: ''}
  } catch (cause) {
    await source[Symbol.asyncDispose]()
    if (!isServerError(cause)) throw cause
    const reason = inSourceFlags(toFailure(cause).reason)
    throw new ClusterToolError('UNREACHABLE', `The source ${name} cannot be used: ${reason}.`, {cause})
  }
}

async function readCluster(seed: Address, options: ConnectionOptions): Promise<ClusterSnapshot> {
  await using session = openSession(options)
  return await takeSnapshot(session, seed)
}

/** Whether the slots of a source cluster are on other primaries than at the start. False while no node says so. */
export async function haveSlotsMoved(servers: readonly FollowedServer[]): Promise<boolean> {
  const [first] = servers
  if (first?.id === undefined) return false
  try {
    const snapshot = await readCluster(await first.primary(), first.options)
    const now = new Set(reachablePrimaries(snapshot).map(({slots}) => formatRanges(slots)))
    // One that fails over is out of reach for a moment.
    const isWhole = uncoveredRanges(snapshot).length === 0
    return isWhole && servers.some(({slots}) => !now.has(slots))
  } catch (error) {
    if (error instanceof ClusterToolError || isServerError(error)) return false
    throw error
  }
}

/** The primary that owns a slot now, whoever it was before. */
async function locateOwner(
  slot: number,
  seeds: readonly Address[],
  options: ConnectionOptions,
): Promise<Address> {
  let reason: unknown
  for (const seed of seeds) {
    try {
      const snapshot = await readCluster(seed, options)
      const owner = reachablePrimaries(snapshot).find(({slots}) => hasSlot(slots, slot))
      if (owner) return parseAddress(owner.address)
    } catch (error) {
      if (!(error instanceof ClusterToolError)) throw error
      reason = error
    }
  }
  throw new ClusterToolError('UNREACHABLE', `No node of the source says who owns slot ${slot}.`, {
    cause: reason,
  })
}

/** Closes their connections when its scope ends. */
export function closingServers(servers: readonly FollowedServer[]): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map(({source}) => source[Symbol.asyncDispose]()))
    },
  }
}
