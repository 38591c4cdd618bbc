import {replicationLinks} from '../../checks/replication.js'
import {bytesBehind} from '../../domain/lag.js'
import type {Replication} from '../../domain/node.js'
import {type ClusterSnapshot, nodeById} from '../../domain/snapshot.js'
import type {NameOf} from '../../report/names.js'
import {type MetricPoint, point} from '../table.js'

/** The link and the lag of each replica that answers. */
export function replicationPoints(snapshot: ClusterSnapshot, nameOf: NameOf): MetricPoint[] {
  return replicationLinks(snapshot).flatMap(({id, primary, replication}) => {
    const node = nameOf(id)
    return [
      ...point('clustertool_replica_link_up', replication.linkUp, {node}),
      ...point('clustertool_replica_syncing', replication.syncing, {node}),
      ...point('clustertool_replica_lag_bytes', bytesBehind(replication, nodeById(snapshot, primary)), {
        node,
      }),
      ...point('clustertool_replica_lag_seconds', silentSeconds(replication), {node}),
    ]
  })
}

/** A server reports -1 for a link that has never been up. */
function silentSeconds({linkUp, lastIoSeconds = -1, downSeconds = -1}: Replication): number | undefined {
  const seconds = linkUp ? lastIoSeconds : downSeconds
  return seconds < 0 ? undefined : seconds
}
