import type {Finding} from '../domain/finding.js'
import type {Node} from '../domain/node.js'
import {toRanges} from '../domain/slot.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'

/** Nodes that hold keys which no client finds. Returns nothing if the snapshot did not count such keys. */
export function checkStrayKeys(snapshot: ClusterSnapshot): Finding[] {
  return snapshot.nodes.flatMap((node) => [...keysInForeignSlots(node), ...keysHidden(node)])
}

function keysInForeignSlots({id, strayKeys = []}: Node): Finding[] {
  const held = strayKeys.filter(({keys}) => keys > 0)
  if (held.length === 0) return []
  const ranges = toRanges(held.map(({slot}) => slot))
  const keys = held.reduce((sum, slot) => sum + slot.keys, 0)
  return [{code: 'keys-in-foreign-slots', nodes: [id], ranges, keys}]
}

function keysHidden({id, hiddenKeys = 0}: Node): Finding[] {
  return hiddenKeys > 0 ? [{code: 'keys-hidden', nodes: [id], ranges: [], keys: hiddenKeys}] : []
}
