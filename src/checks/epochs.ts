import type {Finding} from '../domain/finding.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {groupBy} from '../domain/group.js'

/**
 * Primaries with slots that have the same config epoch, so that a dispute about a slot has no winner. One finding per
 * epoch.
 */
export function checkEpochs({nodes}: ClusterSnapshot): Finding[] {
  const primaries = nodes.filter(({role, slots}) => role === 'primary' && slots.length > 0)
  return [...groupBy(primaries, ({configEpoch}) => configEpoch)]
    .filter(([, same]) => same.length > 1)
    .sort(([a], [b]) => a - b)
    .map(([epoch, same]) => ({code: 'epochs-equal', nodes: same.map(({id}) => id), ranges: [], epoch}))
}
