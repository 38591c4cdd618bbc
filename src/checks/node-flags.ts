import type {Finding} from '../domain/finding.js'
import type {Node, NodeFlag, NodeId} from '../domain/node.js'
import {type ClusterSnapshot, reachableNodes} from '../domain/snapshot.js'

const ALARMS = [
  ['fail', 'node-failed'],
  ['fail?', 'node-suspected'],
  ['handshake', 'node-handshake'],
  ['noaddr', 'node-without-address'],
] as const satisfies readonly (readonly [NodeFlag, Finding['code']])[]

/**
 * Nodes that reachable nodes flag as fail, fail?, handshake or noaddr. A node that has failed is not also reported as
 * suspected.
 */
export function checkNodeFlags(snapshot: ClusterSnapshot): Finding[] {
  const speakers = reachableNodes(snapshot)
  return snapshot.nodes.flatMap(({id, flags, reachable}) =>
    ALARMS.filter(([flag]) => flags.includes(flag) && !(flag === 'fail?' && flags.includes('fail'))).map(
      ([flag, code]) => ({
        code,
        nodes: [id],
        ranges: [],
        seenBy: whoSays(flag, id, speakers),
        ...(code === 'node-failed' && reachable && {answers: true as const}),
      }),
    ),
  )
}

/** Nodes that could not be read although no flag explains it and they are not loading. */
export function checkUnreachable({nodes}: ClusterSnapshot): Finding[] {
  return nodes
    .filter(({reachable, info}) => !reachable && !info?.loading)
    .filter(({flags}) => ALARMS.every(([flag]) => !flags.includes(flag)))
    .map(({id, unreachableBecause}) => ({
      code: 'node-unreachable',
      nodes: [id],
      ranges: [],
      reason: unreachableBecause ?? 'unknown reason',
    }))
}

function whoSays(flag: NodeFlag, id: NodeId, speakers: readonly Node[]): NodeId[] {
  return speakers
    .filter(({view}) => view.some((line) => line.id === id && line.flags.includes(flag)))
    .map((speaker) => speaker.id)
}
