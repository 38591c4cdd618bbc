import type {Finding} from '../domain/finding.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {groupBy} from '../domain/group.js'

/** Commands that nodes refused while they were read: one finding per command and reason. */
export function checkRefusals({nodes}: ClusterSnapshot): Finding[] {
  const refusals = nodes.flatMap(({id, refusals}) => refusals.map((refusal) => ({id, ...refusal})))
  const groups = groupBy(refusals, ({command, reason}) => `${command}\n${reason}`)
  return [...groups.values()].flatMap((same) =>
    same.slice(0, 1).map(({command, reason}) => ({
      code: 'read-refused',
      nodes: [...new Set(same.map(({id}) => id))],
      ranges: [],
      command,
      reason,
    })),
  )
}
