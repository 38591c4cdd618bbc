import {groupBy} from '../domain/group.js'
import type {Node, NodeId, OpenSlot} from '../domain/node.js'
import type {NodeFacts, SavedPlan} from '../domain/operation.js'
import type {Step, StepKind, StepOf} from '../domain/step.js'
import {formatRanges, hasSlot, slotsOf, toRanges} from '../domain/slot.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import {nodesIn} from '../domain/step-nodes.js'

/** Sentences about what has changed since a plan was made. What the plan itself changes is not included. */
export function changesSince({cluster, plan}: SavedPlan, now: ClusterSnapshot): string[] {
  // A plan that creates a cluster is based on nodes without one.
  if (cluster.nodes.length === 0) return []
  return [
    ...memberChanges(cluster.nodes, plan.steps, now),
    ...cluster.nodes.flatMap((before) => nodeChanges(before, plan.steps, now)),
    ...ownerChanges(cluster.nodes, plan.steps, now),
    ...markChanges(cluster.nodes, plan.steps, now),
  ]
}

function memberChanges(before: readonly NodeFacts[], steps: readonly Step[], now: ClusterSnapshot): string[] {
  const known = new Set([...before.map(({id}) => id), ...nodesIn(steps)])
  const leaving = new Set(steps.flatMap((step) => (step.kind === 'forget' ? [step.node] : [])))
  const joined = now.nodes.filter(({id}) => !known.has(id)).map(({address}) => `${address} has joined`)
  const left = before.filter(({id}) => !nodeById(now, id) && !leaving.has(id))
  return [...joined, ...left.map(({address}) => `${address} has left`)]
}

function nodeChanges(before: NodeFacts, steps: readonly Step[], snapshot: ClusterSnapshot): string[] {
  const now = nodeById(snapshot, before.id)
  if (!now) return []
  if (!now.reachable) return before.reachable ? [`${before.address} no longer answers`] : []
  return [...roleChanges(before, now, steps), ...epochChanges(before, now, steps)]
}

function roleChanges(before: NodeFacts, now: Node, steps: readonly Step[]): string[] {
  const sameRole = now.role === before.role
  if ((sameRole && (now.primaryId ?? null) === before.primaryId) || mayChangeRole(before, steps)) return []
  return [`${before.address} is now a ${now.role}${sameRole ? ' of another primary' : ''}`]
}

/** A replica shows the epoch of its primary. */
function epochChanges(before: NodeFacts, now: Node, steps: readonly Step[]): string[] {
  if (now.role === 'replica' || now.configEpoch === before.configEpoch) return []
  if (mayChangeEpoch(before.id, steps)) return []
  return [`${before.address} now has config epoch ${now.configEpoch} (before: ${before.configEpoch})`]
}

/**
 * Steps make replicas and primaries, and a source that gives away all its slots becomes a replica, with its replicas.
 */
function mayChangeRole({id, primaryId}: NodeFacts, steps: readonly Step[]): boolean {
  return steps.some(
    (step) =>
      ((step.kind === 'replicate' || step.kind === 'failover' || step.kind === 'switch-over') &&
        (step.node === id || step.primary === id)) ||
      (step.kind === 'migrate-slots' && (step.source === id || step.source === primaryId)),
  )
}

const RAISES_EPOCH: ReadonlySet<StepKind> = new Set(['claim-slots', 'bump-epoch', 'failover', 'switch-over'])

function mayChangeEpoch(id: NodeId, steps: readonly Step[]): boolean {
  return steps.some(
    (step) =>
      (step.kind === 'migrate-slots' && step.target === id) ||
      (RAISES_EPOCH.has(step.kind) && 'node' in step && step.node === id),
  )
}

function ownerChanges(before: readonly NodeFacts[], steps: readonly Step[], now: ClusterSnapshot): string[] {
  const was = ownersOf(before)
  const is = ownersOf(now.nodes)
  const meant = meantOwners(before, steps)
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter((slot) => {
    const owner = is.get(slot)
    return owner !== was.get(slot) && !(owner !== undefined && meant.get(slot)?.has(owner))
  })
  const nameOf = (id: NodeId | undefined) =>
    id === undefined
      ? 'no node'
      : (nodeById(now, id)?.address ?? before.find((node) => node.id === id)?.address ?? id)
  return [...groupBy(changed, (slot) => `${nameOf(is.get(slot))} (before: ${nameOf(was.get(slot))})`)].map(
    ([words, slots]) => `slots ${formatRanges(toRanges(slots))} now belong to ${words}`,
  )
}

type Owning = {readonly id: NodeId; readonly role: string; readonly slots: NodeFacts['slots']}

function ownersOf(nodes: readonly Owning[]): Map<number, NodeId> {
  const owners = new Map<number, NodeId>()
  for (const {id, role, slots} of nodes) {
    if (role === 'primary') for (const slot of slotsOf(slots)) owners.set(slot, id)
  }
  return owners
}

/** For each slot, the nodes that may own it after some of the steps. */
function meantOwners(before: readonly NodeFacts[], steps: readonly Step[]): Map<number, Set<NodeId>> {
  const meant = new Map<number, Set<NodeId>>()
  for (const step of steps) {
    const gain = gainOf(step, before)
    if (!gain) continue
    for (const slot of slotsOf(gain.ranges))
      meant.set(slot, (meant.get(slot) ?? new Set<NodeId>()).add(gain.owner))
  }
  return meant
}

type Gain = {readonly owner: NodeId; readonly ranges: NodeFacts['slots']}

/** The slots of which a step makes a node the owner. */
function gainOf(step: Step, before: readonly NodeFacts[]): Gain | undefined {
  switch (step.kind) {
    case 'migrate-slots':
      return {owner: step.target, ranges: step.ranges}
    case 'claim-slots':
    case 'assign-slots':
      return {owner: step.node, ranges: step.ranges}
    case 'failover':
    case 'switch-over':
      return {owner: step.node, ranges: before.find(({id}) => id === step.primary)?.slots ?? []}
    default:
      return undefined
  }
}

function markChanges(before: readonly NodeFacts[], steps: readonly Step[], now: ClusterSnapshot): string[] {
  const known = new Set(before.flatMap((node) => node.openSlots.map((mark) => markKey(node.id, mark))))
  const moves = steps.filter((step) => step.kind === 'migrate-slots')
  return now.nodes.flatMap(({id, address, openSlots}) => {
    const news = openSlots.filter((mark) => !known.has(markKey(id, mark)) && !isMeant(id, mark, moves))
    if (news.length === 0) return []
    return [`slots ${formatRanges(toRanges(news.map(({slot}) => slot)))} are open on ${address}`]
  })
}

function markKey(id: NodeId, {slot, direction, peer}: OpenSlot): string {
  return `${id} ${slot} ${direction} ${peer}`
}

function isMeant(
  id: NodeId,
  {slot, direction, peer}: OpenSlot,
  moves: readonly StepOf<'migrate-slots'>[],
): boolean {
  const [source, target] = direction === 'migrating' ? [id, peer] : [peer, id]
  return moves.some((move) => move.source === source && move.target === target && hasSlot(move.ranges, slot))
}
