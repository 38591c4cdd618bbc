import {type Address, formatAddress, parseAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {ImportFacts} from '../domain/import.js'
import type {NodeId} from '../domain/node.js'
import {settleAll} from '../domain/settle-all.js'
import {formatRanges, slotsOf} from '../domain/slot.js'
import {type ClusterSnapshot, reachablePrimaries} from '../domain/snapshot.js'
import {findingsAgainst} from '../planning/guard.js'
import {runChecks} from '../checks/index.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {isServerError} from '../redis/errors.js'
import {toFailure} from '../redis/failure.js'
import {askSentinels} from '../redis/sentinel.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {fixedSource, type SourcePatience, Source, type SourceFacts} from '../redis/source.js'
import type {Explain} from './change.js'

/** A server outside a cluster, with a name that tells the user more than its address. */
export type NamedServer = {
  readonly address: Address
  readonly name: string
  readonly connection: ConnectionOptions
}

/** The servers to read keys from. */
export type SourcePlace =
  | {readonly kind: 'server'; readonly address: Address; readonly connection: ConnectionOptions}
  | {readonly kind: 'servers'; readonly name: string; readonly servers: readonly NamedServer[]}
  | {
      readonly kind: 'sentinel'
      readonly sentinels: readonly Address[]
      readonly group: string
      readonly connection: ConnectionOptions
      readonly sentinelConnection: ConnectionOptions
    }

/** The name of the source as a whole. */
export function nameOfPlace(place: SourcePlace): string {
  if (place.kind === 'server') return formatAddress(place.address)
  return place.kind === 'servers' ? place.name : `${place.group} of Sentinel`
}

export type OpenedSource = {
  readonly source: Source
  readonly facts: ImportFacts
  readonly runId: string | undefined
  /** Of a node of a cluster. */
  readonly id: NodeId | undefined
  /** Of such a node: the slots that it owned. */
  readonly slots: string
  /** A node of a cluster accepts MIGRATE only for the keys of one slot. */
  readonly inCluster: boolean
}

/**
 * Connects to the source servers: those that the user named, or all primaries of a cluster. Throws UNREACHABLE or
 * UNHEALTHY, saying which one and why.
 */
export async function openSources(
  place: SourcePlace,
  patience: SourcePatience,
  explain: Explain,
): Promise<OpenedSource[]> {
  if (place.kind === 'servers') {
    return allOrNone(place.servers.map((server) => openServer(server, patience)))
  }
  const first = toSource(place, patience)
  const facts = await factsOf(first)
  if (!facts.info.clusterEnabled) return [opened(first, facts)]
  await first[Symbol.asyncDispose]()
  await using session = openSession(place.connection)
  const snapshot = await takeSnapshot(session, facts.address)
  refuseBroken(snapshot, explain)
  return await allOrNone(
    reachablePrimaries(snapshot)
      .filter(({slots}) => slots.length > 0)
      .map(async ({id, address, slots}) => {
        const own = new Set(slotsOf(slots))
        const source = fixedSource(parseAddress(address), place.connection, patience, own)
        return {...opened(source, await factsOf(source)), id, slots: formatRanges(slots)}
      }),
  )
}

/** A source that stays open after an error would keep the process alive. */
async function allOrNone(opening: readonly Promise<OpenedSource>[]): Promise<OpenedSource[]> {
  try {
    return await settleAll(opening)
  } catch (error) {
    const ends = await Promise.allSettled(opening)
    await closingAll(ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])))[
      Symbol.asyncDispose
    ]()
    throw error
  }
}

async function openServer(
  {name, address, connection}: NamedServer,
  patience: SourcePatience,
): Promise<OpenedSource> {
  const source = new Source({name, locate: () => Promise.resolve(address)}, connection, patience)
  return opened(source, await factsOf(source))
}

function toSource(place: Exclude<SourcePlace, {kind: 'servers'}>, patience: SourcePatience): Source {
  if (place.kind === 'server') return fixedSource(place.address, place.connection, patience)
  const {sentinels, group, sentinelConnection} = place
  const locate = () => askSentinels(sentinels, group, sentinelConnection)
  return new Source({name: nameOfPlace(place), locate}, place.connection, patience)
}

function opened(source: Source, {info, runId, primary}: SourceFacts): OpenedSource {
  const {name} = source
  const from = primary && formatAddress(primary)
  return {
    source,
    facts: {name, info, primary: from},
    runId,
    id: undefined,
    slots: '',
    inCluster: info.clusterEnabled,
  }
}

async function factsOf(source: Source): Promise<SourceFacts> {
  try {
    return await source.facts()
  } catch (cause) {
    await source[Symbol.asyncDispose]()
    if (!isServerError(cause)) throw cause
    const {reason} = toFailure(cause)
    throw new ClusterToolError(
      'UNREACHABLE',
      `The source ${source.name} cannot be used: ${inSourceFlags(reason)}.`,
      {cause},
    )
  }
}

/** A text about a login, with the flags of the source. */
export function inSourceFlags(text: string): string {
  return text.replaceAll('--pass, --askpass or REDISCLI_AUTH', '--from-pass or --from-askpass')
}

/**
 * Why keys of a source cluster may have been missed: a slot that moves from a node that was not read yet to one that
 * was is never read. Undefined if none has moved, or the source is not a cluster.
 */
export async function whatMoved(
  opened: readonly OpenedSource[],
  connection: ConnectionOptions,
  {whose = 'the source', during = 'the import'}: {readonly whose?: string; readonly during?: string} = {},
): Promise<string | undefined> {
  const nodes = opened.filter(({id}) => id !== undefined)
  const [first] = nodes
  if (!first) return undefined
  await using session = openSession(connection)
  const snapshot = await takeSnapshot(session, parseAddress(first.facts.name)).catch(whenUnread)
  if (!snapshot) return `${whose} did not report whether its slots were moved during ${during}`
  const isSame = nodes.every(({id, slots}) =>
    reachablePrimaries(snapshot).some((node) => node.id === id && formatRanges(node.slots) === slots),
  )
  return isSame
    ? undefined
    : `slots of ${whose} were moved to other nodes during ${during}, so keys may be missing`
}

function whenUnread(error: unknown): undefined {
  if (!(error instanceof ClusterToolError)) throw error
}

function refuseBroken(snapshot: ClusterSnapshot, explain: Explain): void {
  const against = findingsAgainst([], runChecks(snapshot))
  if (against.length === 0) return
  throw new ClusterToolError('UNHEALTHY', 'The source is a cluster that does not serve all slots:', {
    hints: [...explain(snapshot, against), 'Nothing was changed.'],
    details: against,
  })
}

/** Closes their connections when its scope ends. */
export function closingAll(opened: readonly OpenedSource[]): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map(({source}) => source[Symbol.asyncDispose]()))
    },
  }
}
