import type {Finding} from '../domain/finding.js'
import type {Node} from '../domain/node.js'
import {toRanges} from '../domain/slot.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {groupBy} from '../domain/group.js'

/**
 * Slots that are marked as migrating or importing: one finding per node, direction and peer. Replicas can have marks
 * too.
 */
export function checkOpenSlots(snapshot: ClusterSnapshot): Finding[] {
  return snapshot.nodes.flatMap(openSlotsOf)
}

function openSlotsOf({id, openSlots}: Node): Finding[] {
  const groups = groupBy(openSlots, ({direction, peer}) => `${direction} ${peer}`)
  return [...groups.values()].flatMap((marks) =>
    marks.slice(0, 1).map(({direction, peer}) => ({
      code: 'slots-open',
      nodes: [id],
      ranges: toRanges(marks.map(({slot}) => slot)),
      direction,
      peer,
    })),
  )
}
