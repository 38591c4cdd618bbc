import type {Node} from '../../domain/node.js'
import {type ClusterSnapshot, shardsOf} from '../../domain/snapshot.js'

/**
 * The replica that is best fit to take the place of a primary: one with a link and the most data; among equals one in
 * the zone of the primary, which keeps the zones of primaries as they are, and then the first by id. Undefined if none
 * answers. `avoided`: a host on which it must not be.
 */
export function bestReplica(
  snapshot: ClusterSnapshot,
  primary: Node,
  avoided: string | undefined,
): Node | undefined {
  const replicas = shardsOf(snapshot).find((shard) => shard.primary.id === primary.id)?.replicas ?? []
  return replicas
    .filter(({reachable, host, hostname}) => reachable && host !== avoided && (hostname ?? '') !== avoided)
    .toSorted((a, b) => compare(ranks(b, primary), ranks(a, primary)) || (a.id < b.id ? -1 : 1))[0]
}

/** The more, the better; the first difference decides. */
function ranks({flags, info}: Node, primary: Node): readonly number[] {
  const zone = info?.availabilityZone
  return [
    ...ranksOfData(info),
    Number(!flags.includes('nofailover')),
    // With a link, they differ by what is under way.
    info?.replication.linkUp ? 0 : (info?.replication.offset ?? 0),
    Number(zone !== undefined && zone === primary.info?.availabilityZone),
  ]
}

function ranksOfData(info: Node['info']): number[] {
  if (!info || info.loading || info.replication.syncing) return [0, 0]
  return [1, Number(info.replication.linkUp)]
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((one, index) => one !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}
