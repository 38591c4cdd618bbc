import {runChecks} from '../../checks/index.js'
import {type Address, parseAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ImportOutcome, ImportProposal} from '../../domain/import.js'
import {type ClusterSnapshot} from '../../domain/snapshot.js'
import {Owners} from '../../execution/import/owners.js'
import {openFolder} from '../../journal/folder.js'
import {FollowState} from '../../journal/follow-state.js'
import {followProblems} from '../../planning/import/follow-problems.js'
import {openSession, type Session} from '../../redis/session.js'
import {takeSnapshot} from '../../redis/snapshot.js'
import type {ImportContext} from '../import-context.js'
import {notAnswered} from '../import-run.js'
import {nameOfPlace, type OpenedSource, openSources, type SourcePlace} from '../import-sources.js'
import {ended, refused} from '../import.js'
import {refuseUnhealthy} from '../refuse-unhealthy.js'
import type {FollowCaller, FollowOptions} from './follow-options.js'
import {closingServers, type FollowedServer, openFollowed} from './followed-sources.js'
import {FollowRun} from './follow-run.js'
import type {FollowRunParts} from './follow-run-parts.js'
import {evictionsOf} from './evictions.js'
import {spoolLimit} from './spool-room.js'

/**
 * Brings all keys of a source into a cluster, and then applies what clients write to the source, until it is told to stop.
 * Continues an earlier run. Throws UNREACHABLE, UNHEALTHY or REFUSED before the first key; later problems are in the outcome.
 */
export async function follow(
  seed: Address,
  place: SourcePlace,
  options: FollowOptions,
  context: FollowCaller,
): Promise<ImportOutcome> {
  if (place.kind === 'servers') throw new ClusterToolError('USAGE', '--follow needs a server as its source.')
  const {connection, explain, stateFolder} = context
  await using session = openSession(connection)
  const cluster = await takeSnapshot(session, seed)
  refuseUnhealthy({snapshot: cluster, findings: runChecks(cluster), ...context}, [], 'importing')
  // A source that is not needed any more is not waited for.
  const stop = new AbortController()
  const patience = patienceOf(options, {...context, signal: AbortSignal.any([context.signal, stop.signal])})
  const servers = await openFollowed(place, patience, options.fromPrimary)
  await using _closing = closingServers(servers)
  await refuseSources(servers, cluster, session)
  const parent = options.spool ?? stateFolder
  if (options.spool === undefined) await openFolder(stateFolder)
  const limitMs = options.settings.timeoutMs + connection.commandTimeoutMs
  const owners = new Owners(session, cluster, limitMs, true)
  const proposal = proposalOf(place, servers, {cluster, options})
  context.show(proposal)
  if (options.dryRun) return ended(proposal, 'planned')
  return await followFrom({proposal, servers, owners, parent, place, cluster}, options, {
    context,
    stop,
    openNodes: () =>
      openNodes(owners, (address) => openSources({kind: 'server', address, connection}, patience, explain)),
  })
}

type FollowBeginning = Pick<FollowRunParts, 'proposal' | 'servers' | 'owners'> & {
  /** The folder for spools. */
  readonly parent: string
  readonly place: SourcePlace
  readonly cluster: ClusterSnapshot
}

async function followFrom(
  {proposal, servers, owners, parent, place, cluster}: FollowBeginning,
  options: FollowOptions,
  here: Pick<FollowRunParts, 'context' | 'stop' | 'openNodes'>,
): Promise<ImportOutcome> {
  const state = await FollowState.open(
    parent,
    [nameOfPlace(place), (options.databases?.toSorted((a, b) => a - b) ?? []).join()],
    cluster.nodes.map(({id}) => id),
  )
  let isOver = false
  try {
    const limitBytes = spoolLimit(state.folder, options.spoolLimit)
    await refuseFilled(owners, state)
    // From now on, keys in the cluster may be of this source.
    if (state.places === undefined) state.save([], [])
    const run = new FollowRun({
      servers,
      owners,
      state,
      limitBytes,
      proposal,
      options,
      ...here,
      isWatched: place.kind === 'sentinel',
    })
    const outcome = await run.run()
    isOver = outcome.status === 'done'
    return outcome
  } finally {
    state.close(isOver)
  }
}

function patienceOf({settings}: FollowOptions, {signal, onEvent}: Pick<ImportContext, 'signal' | 'onEvent'>) {
  return {
    limitMs: settings.patienceMs,
    signal,
    onLost: (reason: string) =>
      onEvent({type: 'waiting', what: `the source to come back: ${reason}`, missing: []}),
  }
}

async function refuseSources(
  servers: readonly FollowedServer[],
  cluster: ClusterSnapshot,
  session: Session,
): Promise<void> {
  const same = servers.find(({id, facts}) =>
    cluster.nodes.some((node) => node.id === id || node.address === facts.name),
  )
  const problems = [
    ...(same ? [`${same.facts.name} is a node of the target cluster`] : []),
    ...followProblems(
      servers.map(({facts}) => facts),
      cluster,
    ),
    ...(await evictionsOf(cluster, session)),
  ]
  if (problems.length > 0) throw refused(problems)
}

/** What is in the cluster must be of this source: commands of the stream would be applied to other keys otherwise. */
async function refuseFilled(owners: Owners, {places}: FollowState): Promise<void> {
  const {keys} = await owners.counts().catch(notAnswered)
  if (keys === 0 || places !== undefined) return
  throw refused([
    `The cluster has ${keys} keys, and none of them is known to be of this source; --follow needs an empty cluster, or one that an earlier run of the same command has filled`,
  ])
}

function proposalOf(
  place: SourcePlace,
  servers: readonly FollowedServer[],
  {cluster, options}: {readonly cluster: ClusterSnapshot; readonly options: FollowOptions},
): ImportProposal {
  const nothing = {imported: 0, same: 0, skipped: 0, conflicting: 0, gone: 0, left: 0}
  const {databases} = options
  return {
    source: nameOfPlace(place),
    cluster,
    settings: options.settings,
    cautions: [],
    tallies: servers.flatMap(({facts}) =>
      facts.info.keys
        .filter(({db}) => databases?.includes(db) ?? true)
        .map(({db, keys}) => ({source: facts.name, from: db, to: db, keys, ...nothing})),
    ),
  }
}

/** By any node that answers. */
async function openNodes(
  owners: Owners,
  open: (address: Address) => Promise<OpenedSource[]>,
): Promise<OpenedSource[]> {
  const [first, ...others] = owners.ids.map((id) => parseAddress(owners.nameOf(id)))
  if (!first) throw new ClusterToolError('UNREACHABLE', 'No node of the cluster answers.')
  for (const address of [first, ...others.slice(0, -1)]) {
    try {
      return await open(address)
    } catch (error) {
      if (!(error instanceof ClusterToolError) || error.code !== 'UNREACHABLE') throw error
    }
  }
  return open(others.at(-1) ?? first)
}
