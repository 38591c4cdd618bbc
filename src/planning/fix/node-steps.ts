import {groupBy} from '../../domain/group.js'
import type {Finding, FindingOf} from '../../domain/finding.js'
import type {Node, NodeId} from '../../domain/node.js'
import type {FixConsent} from '../../domain/repair.js'
import {toRanges} from '../../domain/slot.js'
import {type ClusterSnapshot, nodeById, reachableNodes} from '../../domain/snapshot.js'
import {planReplicaHomes, toCandidate} from '../replica-homes.js'
import type {Reasoned} from './slot-steps.js'

/** Nodes that only some nodes know: nodes that are needed are introduced to all, the others are forgotten. */
export function membershipSteps(snapshot: ClusterSnapshot, findings: readonly Finding[]): Reasoned[] {
  const halfKnown = findings.filter((finding) => finding.code === 'node-unknown')
  const missed = halfKnown.filter((finding) => isWanted(snapshot, finding))
  const unwanted = halfKnown.filter((finding) => !missed.includes(finding))
  const reachable = reachableNodes(snapshot).map(({id}) => id)
  const staying = reachable.filter((id) => !unwanted.some(({nodes}) => nodes.includes(id)))
  return [
    ...(missed.length > 0
      ? [{rule: 'half-known-node', step: {kind: 'meet', nodes: staying}} satisfies Reasoned]
      : []),
    ...unwanted.flatMap(({nodes: [node]}) =>
      node === undefined ? [] : forgetStep(snapshot, node, 'half-forgotten-node'),
    ),
    ...findings.flatMap((finding) =>
      finding.code === 'node-handshake'
        ? finding.nodes.flatMap((node) => forgetStep(snapshot, node, 'stuck-handshake'))
        : [],
    ),
  ]
}

/** Whether it answers and has slots, keys, a primary or replicas, or more nodes know it than do not. */
function isWanted(snapshot: ClusterSnapshot, {nodes: [id], unknownTo}: FindingOf<'node-unknown'>): boolean {
  const node = id === undefined ? undefined : nodeById(snapshot, id)
  if (!node?.reachable) return false
  const keys = node.info?.keys.some((database) => database.keys > 0) ?? false
  const followed = snapshot.nodes.some(({primaryId}) => primaryId === id)
  const knows = reachableNodes(snapshot).length - unknownTo.length
  return node.slots.length > 0 || keys || followed || node.role === 'replica' || knows > unknownTo.length
}

function forgetStep(
  snapshot: ClusterSnapshot,
  node: NodeId,
  rule: 'half-forgotten-node' | 'stuck-handshake',
): Reasoned[] {
  const by = reachableNodes(snapshot)
    .filter(({id, view}) => id !== node && view.some((line) => line.id === node))
    .map(({id}) => id)
  return by.length > 0 ? [{rule, step: {kind: 'forget', node, by}}] : []
}

/** Gives a primary to replicas that follow a replica, or a node that does not exist. */
export function attachmentSteps(
  snapshot: ClusterSnapshot,
  findings: readonly Finding[],
  consent: FixConsent,
): Reasoned[] {
  return findings.flatMap((finding): Reasoned[] => {
    const [id] = finding.nodes
    const node = id === undefined ? undefined : nodeById(snapshot, id)
    if (!node) return []
    if (finding.code === 'replica-of-replica') {
      const primary = topOf(snapshot, finding.primary)
      return primary ? [{rule: 'replica-of-replica', step: {kind: 'replicate', node: node.id, primary}}] : []
    }
    // Its data of a primary that is gone may be the last copy, and is deleted when it follows another one.
    if (finding.code !== 'replica-of-unknown' || (hasKeys(node) && !consent.loseData)) return []
    const [home] = planReplicaHomes(snapshot, [toCandidate(node)])
    return home ? [{rule: 'replica-without-primary', step: {kind: 'replicate', ...home}}] : []
  })
}

export function hasKeys({info}: Node): boolean {
  return info?.keys.some(({keys}) => keys > 0) ?? true
}

/** The primary at the top of a chain of replicas. */
function topOf(snapshot: ClusterSnapshot, id: NodeId): NodeId | undefined {
  const seen = new Set<NodeId>()
  for (let node = nodeById(snapshot, id); node && !seen.has(node.id);) {
    if (node.role === 'primary') return node.id
    seen.add(node.id)
    node = node.primaryId === undefined ? undefined : nodeById(snapshot, node.primaryId)
  }
  return undefined
}

/**
 * Marks that replicas kept (Valkey 8): their primary clears them, because it replicates slot changes to its replicas.
 */
export function replicaMarkSteps(snapshot: ClusterSnapshot): Reasoned[] {
  const marked = reachableNodes(snapshot).flatMap(({role, primaryId, openSlots}) => {
    const primary = role === 'replica' && primaryId !== undefined ? nodeById(snapshot, primaryId) : undefined
    if (!primary?.reachable) return []
    const own = new Set(primary.openSlots.map(({slot}) => slot))
    return openSlots.filter(({slot}) => !own.has(slot)).map(({slot}) => ({slot, primary: primary.id}))
  })
  return [...groupBy(marked, ({primary}) => primary)].map(([primary, slots]) => ({
    rule: 'marks-on-replica',
    step: {
      kind: 'close-slots',
      ranges: toRanges(slots.map(({slot}) => slot)),
      owner: undefined,
      marked: [primary],
      expecting: [],
    },
  }))
}

/** Gives a new config epoch to all but one of the primaries that share one. */
export function epochSteps(findings: readonly Finding[]): Reasoned[] {
  return findings.flatMap((finding) =>
    finding.code === 'epochs-equal'
      ? finding.nodes
          .slice(1)
          .map((node): Reasoned => ({rule: 'epochs-equal', step: {kind: 'bump-epoch', node}}))
      : [],
  )
}
