import type {CutoverResult} from '../../domain/cutover.js'
import {settleAll} from '../../domain/settle-all.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import type {Owners} from '../../execution/import/owners.js'
import {lastingKeysIn} from '../../redis/info.js'
import {compareBoth} from '../compare.js'
import {compareOutcome} from '../compare-outcome.js'
import {openComparison} from '../compare-sides.js'
import {closingAll, type OpenedSource} from '../import-sources.js'
import type {FollowOptions} from './follow-options.js'
import type {FollowedServer} from './followed-sources.js'

/** What a comparison found while nobody wrote to the source. */
export type StillComparison = Pick<CutoverResult, 'status' | 'reason' | 'lasting' | 'differing'>

export type StillParts = {
  readonly servers: readonly FollowedServer[]
  readonly owners: Owners
  readonly cluster: ClusterSnapshot
  readonly openNodes: () => Promise<readonly OpenedSource[]>
  readonly options: FollowOptions
  /** Ends everything. */
  readonly stop: AbortController
}

/** Nobody writes, so that a difference is one as soon as it is seen again. */
const LAG_MS = 200

/** Compares a sample of the keys of both sides, or all, and the numbers of those that do not expire. */
export async function compareStill(
  {servers, owners, cluster, openNodes, options, stop}: StillParts,
  sample: number | undefined,
): Promise<StillComparison> {
  const nodes = await openNodes()
  await using _closing = closingAll(nodes)
  const sources = await settleAll(
    servers.map(async ({again, id, slots, facts, name}): Promise<OpenedSource> => {
      const source = again()
      const {info, runId} = await source.facts()
      return {source, facts: {...facts, name, info}, runId, id, slots, inCluster: info.clusterEnabled}
    }),
  )
  await using _sources = closingAll(sources)
  const {patienceMs, timeoutMs} = options.settings
  const settings = {sample, lagMs: LAG_MS, rate: undefined, patienceMs, timeoutMs}
  const startedAt = performance.now()
  const comparison = await openComparison(
    {sources, nodes, owners, cluster},
    {settings, databases: options.databases, fix: false},
    {signal: stop.signal, onEvent: () => undefined},
  )
  await compareBoth(comparison)
  const {status, stopped, troubles} = compareOutcome(comparison, {
    source: '',
    sample,
    startedAt,
    partial: stop.signal.aborted ? 'it was stopped' : undefined,
  })
  const lasting = {
    source: await lastingOn(sources, options.databases),
    cluster: await lastingOn(nodes, undefined),
  }
  const isEqual = status === 'same' && lasting.source === lasting.cluster
  return {
    status: isEqual ? 'equal' : status === 'incomplete' ? 'failed' : 'different',
    reason: isEqual ? undefined : reasonOf(stopped, lasting, troubles.count),
    lasting,
    differing: {
      count: troubles.count,
      shown: troubles.shown.map(({key, db, what}) => ({key: key.toString(), db, what})),
    },
  }
}

function reasonOf(
  stopped: string | undefined,
  {source, cluster}: CutoverResult['lasting'],
  differing: number,
): string {
  if (stopped !== undefined) return stopped
  return differing > 0
    ? `${differing} of the keys that were compared differ`
    : `the source has ${source} keys that do not expire, and the cluster has ${cluster}`
}

async function lastingOn(
  servers: readonly OpenedSource[],
  databases: readonly number[] | undefined,
): Promise<number> {
  const counts = await settleAll(
    servers.map(({source}) =>
      source.use('read', async (client) => lastingKeysIn(await client.info(), databases)),
    ),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
