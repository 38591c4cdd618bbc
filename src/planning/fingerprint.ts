import type {ClusterSnapshot} from '../domain/snapshot.js'
import {formatRanges} from '../domain/slot.js'

/** The state that a plan is based on, as one string: the nodes with their roles, slots, epochs and open slots. */
export function fingerprintOf({nodes}: ClusterSnapshot): string {
  const lines = nodes.map(({id, role, primaryId, configEpoch, slots, openSlots, reachable}) =>
    JSON.stringify([id, role, primaryId, configEpoch, formatRanges(slots), openSlots, reachable]),
  )
  return lines.toSorted().join('\n')
}
