import type {ImportFacts, ImportSettings} from '../../domain/import.js'
import type {NodeInfo} from '../../domain/node.js'
import {type ClusterSnapshot, reachablePrimaries} from '../../domain/snapshot.js'
import {payloadVersion} from '../moves/payload.js'

/** Why keys cannot be imported from these servers, as sentences with advice; empty if they can. */
export function importProblems(sources: readonly ImportFacts[], cluster: ClusterSnapshot): string[] {
  return sources.flatMap((source) => [
    ...loadingProblem(source),
    ...replicaProblem(source),
    ...payloadProblem(source, cluster),
    ...databaseProblem(source),
  ])
}

/** Why the keys of these servers cannot be compared, as sentences with advice; empty if they can. */
export function compareProblems(sources: readonly ImportFacts[]): string[] {
  return sources.flatMap((source) => {
    const {name, info, primary} = source
    const isReplica = info.replication.role === 'replica'
    const whose = primary === undefined ? 'its primary' : `its primary, ${primary}`
    const replica = isReplica ? [`${name} is a replica, which may be behind; compare ${whose}`] : []
    return [...loadingProblem(source), ...replica, ...databaseProblem(source)]
  })
}

/** Why the cluster cannot be made equal to these servers, as sentences with advice; empty if it can. */
export function repairProblems(
  sources: readonly ImportFacts[],
  pairs: readonly {readonly from: number; readonly to: number}[],
  cluster: ClusterSnapshot,
): string[] {
  const merged = pairs.find(({from, to}) => pairs.some((other) => other.to === to && other.from !== from))
  const mixed =
    'several databases of the source go into one of the cluster, where --fix cannot tell their keys apart'
  return [...sources.flatMap((source) => payloadProblem(source, cluster)), ...(merged ? [mixed] : [])]
}

/** What the user should know before an import. */
export function importCautions(sources: readonly ImportFacts[], cluster: ClusterSnapshot): string[] {
  const limits = reachablePrimaries(cluster).map(({info}) => info)
  const room = limits.reduce(
    (sum, info) => sum + (info ? Math.max(0, info.maxMemory - info.usedMemory) : 0),
    0,
  )
  const needed = sources.reduce((sum, {info}) => sum + info.usedMemory, 0)
  const limited = limits.length > 0 && limits.every((info) => (info?.maxMemory ?? 0) > 0)
  if (!limited || needed <= room) return []
  return [
    `The source uses ${needed} bytes of memory, but the cluster has only ${room} left below its maxmemory.`,
  ]
}

/** Why the keys of several databases must not go into one. */
export function mergeProblem(
  pairs: readonly {readonly from: number; readonly to: number; readonly keys: number}[],
  {existing}: ImportSettings,
): string | undefined {
  const filled = pairs.filter(({keys}) => keys > 0)
  // If there are several servers, each has a part of the same databases.
  const merged = filled.filter(({from, to}) => filled.some((other) => other.to === to && other.from !== from))
  if (merged.length === 0 || existing !== 'replace') return undefined
  const names = [...new Set(merged.map(({from}) => from))].join(', ')
  return `Databases ${names} of the source go into one database of the cluster, where --replace would mix their keys; import them one at a time with --db`
}

function loadingProblem({name, info}: ImportFacts): string[] {
  return info.loading ? [`${name} is still loading its data; wait until it is done`] : []
}

function replicaProblem({name, info, primary}: ImportFacts): string[] {
  if (info.replication.role !== 'replica') return []
  const from = primary === undefined ? 'its primary' : `its primary, ${primary}`
  return [`${name} is a replica, and keys can be moved only from a primary; import from ${from}`]
}

function payloadProblem({name, info}: ImportFacts, cluster: ClusterSnapshot): string[] {
  const version = payloadVersion(info)
  const older = reachablePrimaries(cluster).filter((node) => node.info && isOlder(node.info, version))
  const [first] = older
  if (!first?.info) return []
  return [
    `${name} is ${serverName(info)}, which writes keys in a format that ${serverName(first.info)} on ${first.address} cannot read; import from or into another version`,
  ]
}

function isOlder(info: NodeInfo, version: number | undefined): boolean {
  const own = payloadVersion(info)
  return version !== undefined && own !== undefined && own < version
}

function serverName({software, version}: NodeInfo): string {
  return `${software === 'valkey' ? 'Valkey' : 'Redis'} ${version}`
}

function databaseProblem({name, info}: ImportFacts): string[] {
  return info.version === 'unknown' ? [`${name} does not say which server it is (INFO is refused)`] : []
}
