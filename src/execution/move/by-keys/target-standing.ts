import type {NodeLine} from '../../../domain/node.js'

/**
 * How the target stands by the source's word: `suspected` of having failed, which may pass; `lost`: taken for failed, or a
 * replica by now, so that keys that are sent to it are lost when it follows the node that took its place.
 */
type TargetStanding = 'primary' | 'suspected' | 'lost'

/** Reads a line of CLUSTER NODES; undefined when the node is not known. */
export function standingOf(line: Pick<NodeLine, 'role' | 'flags'> | undefined): TargetStanding {
  if (!line || line.role === 'replica' || line.flags.includes('fail')) return 'lost'
  return line.flags.includes('fail?') ? 'suspected' : 'primary'
}
