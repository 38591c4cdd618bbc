import type {NodeId} from '../domain/node.js'
import type {ClusterFacts, Operation, SavedPlan} from '../domain/operation.js'
import type {Step, StepOf} from '../domain/step.js'
import {subtractRanges} from '../domain/slot.js'
import {type ClusterSnapshot, nodeById, uncoveredRanges} from '../domain/snapshot.js'
import {inherit} from './heirs.js'
import {type Members, remainingSteps} from './remaining.js'
import {nodeRemovedBy} from './same-cluster.js'
import {deedsOf} from './touched.js'

/** Whether an operation was to create a cluster from nodes without one. */
function isForming({cluster}: Pick<Operation, 'cluster'>): boolean {
  return cluster.nodes.length === 0
}

/**
 * Whether the nodes of such an operation are not yet what it was to make of them: there is no cluster with all slots,
 * and some nodes know no other node; or each owner has its intended slots, and only replicas have no primary yet.
 */
export function isStillForming(
  operation: Pick<Operation, 'cluster' | 'plan'>,
  now: ClusterSnapshot,
): boolean {
  if (!isForming(operation)) return false
  const isWhole = uncoveredRanges(now).length === 0
  const lacksNodes = operation.cluster.others.some(({id}) => nodeById(now, id) === undefined)
  return isWhole ? lacksReplicasOnly(operation, now) : lacksNodes
}

function lacksReplicasOnly({plan}: Pick<Operation, 'plan'>, now: ClusterSnapshot): boolean {
  const owners = plan.steps.filter((step) => step.kind === 'assign-slots')
  const hasMeant = owners.every(({node, ranges}) => {
    const slots = nodeById(now, node)?.slots ?? []
    return (
      slots.length > 0 &&
      subtractRanges(ranges, slots).length === 0 &&
      subtractRanges(slots, ranges).length === 0
    )
  })
  const replicas = plan.steps.flatMap((step) => (step.kind === 'replicate' ? [nodeById(now, step.node)] : []))
  return hasMeant && replicas.some((node) => !node || (node.role === 'primary' && node.slots.length === 0))
}

/** Nodes that were members and are not any more, whoever removed them; `since`: the operations after this one. */
export function nodesGone(
  {cluster, plan, results}: Operation,
  since: readonly Operation[],
  now: ClusterSnapshot,
): ReadonlySet<NodeId> {
  const met = results.flatMap(({index, status}) => {
    const step = plan.steps[index]
    return step?.kind === 'meet' && status === 'done' ? step.nodes : []
  })
  const members = [...cluster.nodes.map(({id}) => id), ...met, ...removedBy(since)]
  return new Set(members.filter((id) => nodeById(now, id) === undefined))
}

/** Also those of an interrupted operation, because they may be removed in part. */
function removedBy(operations: readonly Operation[]): NodeId[] {
  return operations.flatMap((operation) => {
    const begun = deedsOf(operation).nodes
    return operation.plan.steps.flatMap(nodeRemovedBy).filter((id) => begun.has(id))
  })
}

/**
 * A plan without restarts and changes of roles that were done, by the operation itself or by those that resumed it. The
 * state of the nodes does not show them: a later step may have taken a change back.
 */
export function withoutFinished(operation: Operation, since: readonly Operation[]): Operation['plan'] {
  const own = new Set(finishedIn(operation).map(({index}) => index))
  let steps = operation.plan.steps.filter((_, index) => !own.has(index))
  const resumes = since.filter(({command, of}) => command === 'resume' && of === operation.id)
  // The steps of a resumed operation have other numbers.
  for (const {step} of resumes.flatMap(finishedIn)) {
    const at = steps.findIndex((one) => keyOf(one) === keyOf(step))
    steps = steps.filter((_, index) => index !== at)
  }
  return {...operation.plan, steps}
}

function finishedIn({plan, results}: Operation): {readonly index: number; readonly step: Step}[] {
  return results.flatMap(({index, status}) => {
    const step = plan.steps[index]
    return status === 'done' && (step?.kind === 'restart' || step?.kind === 'switch-over')
      ? [{index, step}]
      : []
  })
}

function keyOf(step: Step): string {
  if (step.kind === 'restart') return `restart ${step.node}`
  return step.kind === 'switch-over' ? `switch-over ${step.node} ${step.primary}` : step.kind
}

/**
 * The rest of an operation that fits the cluster as it is now. Nodes that were removed since are not introduced again
 * and get no slots and no replicas; slots that have an owner keep it; and a replica that took over from a node takes
 * its role.
 */
export function stepsLeft(
  saved: SavedPlan,
  {
    now,
    members,
    gone,
  }: {
    readonly now: ClusterSnapshot
    readonly members: Members
    readonly gone: ReadonlySet<NodeId>
  },
): Step[] {
  const {plan, cluster} = saved
  const fitting = withoutStrangers(plan.steps, {cluster, now, members}).flatMap(
    (step) => fit(step, {cluster, now, members, gone}) ?? [],
  )
  return remainingSteps(fitting, members)
}

/** Without resets of nodes that are in another cluster now. */
export function withoutStrangers(
  steps: readonly Step[],
  {
    cluster,
    now,
    members,
  }: {
    readonly cluster: ClusterFacts
    readonly now: ClusterSnapshot
    readonly members: Members
  },
): Step[] {
  const own = new Set([...cluster.nodes, ...cluster.others, ...now.nodes].map(({id}) => id))
  const isStranger = (id: NodeId) => members.get(id)?.some((line) => !own.has(line.id)) ?? false
  return steps.filter((step) => step.kind !== 'reset' || !isStranger(step.node))
}

type Present = {
  readonly cluster: ClusterFacts
  readonly now: ClusterSnapshot
  readonly members: Members
  readonly gone: ReadonlySet<NodeId>
}

function fit(step: Step, present: Present): Step | undefined {
  const {gone} = present
  switch (step.kind) {
    case 'meet':
    case 'agree':
    case 'await-sync':
      return {...step, nodes: step.nodes.filter((id) => !gone.has(id))}
    case 'restart':
      return gone.has(step.node) ? undefined : {...step, nodes: step.nodes.filter((id) => !gone.has(id))}
    case 'migrate-slots':
      return fitMove(step, present)
    case 'assign-slots':
      return {...step, ranges: subtractRanges(step.ranges, ownedByOthers(step.node, present))}
    case 'replicate':
      return fitReplica(step, present)
    default:
      return needsMember(step, gone) ? undefined : step
  }
}

/** A node that is to be removed need not be a member any more. */
function needsMember(step: Step, gone: ReadonlySet<NodeId>): boolean {
  return step.kind !== 'forget' && step.kind !== 'reset' && 'node' in step && gone.has(step.node)
}

function fitMove(step: StepOf<'migrate-slots'>, {cluster, now}: Present): Step | undefined {
  const move = inherit(step, cluster, now)
  return move && nodeById(now, move.target) ? move : undefined
}

function fitReplica(step: StepOf<'replicate'>, {now, members, gone}: Present): Step | undefined {
  const primary = nodeById(now, step.primary)?.primaryId ?? step.primary
  const own = members.get(step.node)?.find(({myself}) => myself)
  const isOwner = (own?.slots.length ?? 0) > 0
  return isOwner || primary === step.node || gone.has(step.node) || gone.has(primary)
    ? undefined
    : {...step, primary}
}

function ownedByOthers(node: NodeId, {now, members}: Present) {
  const said = [...members.values()].flatMap((lines) => lines.filter(({myself}) => myself))
  return [...now.nodes, ...said]
    .filter(({id, role}) => id !== node && role === 'primary')
    .flatMap(({slots}) => slots)
}
