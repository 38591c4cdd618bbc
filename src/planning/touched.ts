import type {NodeId} from '../domain/node.js'
import type {Operation} from '../domain/operation.js'
import type {Step, StepOf} from '../domain/step.js'
import {countSlots, intersectRanges, type SlotRange} from '../domain/slot.js'

/** Slots and nodes that an operation is about, and the moves that it was to make. */
export type Reach = {
  readonly ranges: readonly SlotRange[]
  /** Nodes that it makes members, replicas or primaries, or removes. */
  readonly nodes: ReadonlySet<NodeId>
  readonly moves: readonly StepOf<'migrate-slots'>[]
}

/** Everything that an operation was to do. */
export function reachOf(operation: Operation): Reach {
  return toReach(operation, operation.plan.steps)
}

/** Everything that an operation has done, or at least started. */
export function deedsOf(operation: Operation): Reach {
  const begun = new Set(operation.results.filter(({status}) => status !== 'not-run').map(({index}) => index))
  return toReach(
    operation,
    operation.plan.steps.filter((_, index) => begun.has(index)),
  )
}

/** Whether an operation that did these things changed what another one is about. */
export function touches(deeds: Reach, {ranges, nodes, moves}: Reach): boolean {
  const ends = new Set([...nodes, ...moves.flatMap(({source, target}) => [source, target])])
  return (
    countSlots(intersectRanges(deeds.ranges, ranges)) > 0 ||
    [...deeds.nodes].some((id) => ends.has(id)) ||
    deeds.moves.some((later) => moves.some((move) => isAbout(later, move)))
  )
}

/** The same pair of nodes again, or slots taken from a target, or given to a source. */
function isAbout(later: StepOf<'migrate-slots'>, move: StepOf<'migrate-slots'>): boolean {
  return (
    later.source === move.target ||
    later.target === move.source ||
    (later.source === move.source && later.target === move.target)
  )
}

function toReach({cluster}: Operation, steps: readonly Step[]): Reach {
  // A create is about all of its nodes, even if they only need to agree.
  const joining = cluster.others.map(({id}) => id)
  const forming = cluster.nodes.length === 0
  return {
    ranges: steps.flatMap((step) => ('ranges' in step ? step.ranges : [])),
    nodes: new Set([
      ...(forming && steps.length > 0 ? joining : []),
      ...steps.flatMap((step) => nodesOf(step, joining)),
    ]),
    moves: steps.filter((step) => step.kind === 'migrate-slots'),
  }
}

function nodesOf(step: Step, joining: readonly NodeId[]): readonly NodeId[] {
  if (step.kind === 'meet') return step.nodes.filter((id) => joining.includes(id))
  const {kind} = step
  if (kind === 'switch-over') return [step.node, step.primary]
  return kind === 'forget' ||
    kind === 'reset' ||
    kind === 'replicate' ||
    kind === 'failover' ||
    kind === 'restart'
    ? [step.node]
    : []
}
