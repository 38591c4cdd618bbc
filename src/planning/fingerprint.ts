import type {ClusterSnapshot} from '../domain/snapshot.js'
import {formatRanges} from '../domain/slot.js'

/** What a plan rests on, as one string: who is there, in which role, with which slots, epochs and open slots. */
export function fingerprintOf({nodes}: ClusterSnapshot): string {
  const lines = nodes.map(({id, role, primaryId, configEpoch, slots, openSlots, reachable}) =>
    JSON.stringify([id, role, primaryId, configEpoch, formatRanges(slots), openSlots, reachable]),
  )
  return lines.toSorted().join('\n')
}
