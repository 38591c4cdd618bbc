import {claimsBySlot, type ClusterSnapshot, uncoveredRanges} from '../../domain/snapshot.js'
import type {Finding, FindingCode} from '../../domain/finding.js'
import type {Node} from '../../domain/node.js'
import {countSlots, slotsOf} from '../../domain/slot.js'
import {type MetricPoint, point} from '../table.js'

const DISAGREEMENT: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'views-disagree',
  'node-unknown',
  'node-handshake',
])

/** Slots, agreement and epochs. `found`: all that the checks find, also what a change explains. */
export function slotPoints(snapshot: ClusterSnapshot, found: readonly Finding[]): MetricPoint[] {
  const primaries = snapshot.nodes.filter(({role}) => role === 'primary')
  const disagreeing = found.filter(({code}) => code === 'views-disagree').flatMap(({nodes}) => nodes)
  return [
    ...point('clustertool_slots_assigned', slotsIn(primaries), {}),
    ...point('clustertool_slots_uncovered', countSlots(uncoveredRanges(snapshot)), {}),
    ...point('clustertool_slots_failing', slotsIn(primaries.filter(isFailing)), {}),
    ...point('clustertool_slots_open', openSlotsIn(snapshot), {}),
    ...point(
      'clustertool_slots_claimed_twice',
      claimsBySlot(snapshot).filter(({length}) => length > 1).length,
      {},
    ),
    ...point('clustertool_views_agree', !found.some(({code}) => DISAGREEMENT.has(code)), {}),
    ...point('clustertool_nodes_disagreeing', new Set(disagreeing).size, {}),
    ...point('clustertool_config_epochs_unique', !found.some(({code}) => code === 'epochs-equal'), {}),
  ]
}

/** Different slots: two nodes may claim one slot. */
function slotsIn(nodes: readonly Node[]): number {
  return new Set(nodes.flatMap(({slots}) => [...slotsOf(slots)])).size
}

function isFailing({flags, reachable}: Node): boolean {
  return !reachable || flags.includes('fail') || flags.includes('fail?')
}

function openSlotsIn({nodes}: ClusterSnapshot): number {
  return new Set(nodes.flatMap(({openSlots}) => openSlots.map(({slot}) => slot))).size
}
