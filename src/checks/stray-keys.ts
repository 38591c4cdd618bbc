import type {Finding} from '../domain/finding.js'
import {toRanges} from '../domain/slot.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'

/** Nodes with keys in slots that they do not own; says nothing when the snapshot did not count keys. */
export function checkStrayKeys(snapshot: ClusterSnapshot): Finding[] {
  return snapshot.nodes.flatMap(({id, strayKeys = []}) => {
    const held = strayKeys.filter(({keys}) => keys > 0)
    if (held.length === 0) return []
    const ranges = toRanges(held.map(({slot}) => slot))
    const keys = held.reduce((sum, slot) => sum + slot.keys, 0)
    return [{code: 'keys-in-foreign-slots', nodes: [id], ranges, keys}]
  })
}
