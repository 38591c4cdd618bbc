import type {NodeLine} from '../../../domain/node.js'

/**
 * The state of the target in the source's view. `suspected`: of having failed, which may be temporary. `lost`:
 * considered failed, or a replica by now, so that keys that are sent to it are lost when it follows the node that
 * replaced it.
 */
type TargetStanding = 'primary' | 'suspected' | 'lost'

/** Reads a line of CLUSTER NODES; undefined if the node is unknown. */
export function standingOf(line: Pick<NodeLine, 'role' | 'flags'> | undefined): TargetStanding {
  if (!line || line.role === 'replica' || line.flags.includes('fail')) return 'lost'
  return line.flags.includes('fail?') ? 'suspected' : 'primary'
}
