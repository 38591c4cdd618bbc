import {ownLine} from '../domain/node.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import type {Step, StepKind, StepOf} from '../domain/step.js'
import {type SlotRange, subtractRanges} from '../domain/slot.js'

/** The views of the nodes that a plan is about; nodes that do not answer are left out. */
export type Members = ReadonlyMap<NodeId, readonly NodeLine[]>

type Rest<K extends StepKind> = (step: StepOf<K>, members: Members) => StepOf<K> | undefined

/** What is left of each kind of step; undefined if it is done. */
const REST: {readonly [K in StepKind]: Rest<K>} = {
  'migrate-slots': (step, members) => withRanges(step, left(step.ranges, step.target, members)),
  'assign-slots': (step, members) => withRanges(step, left(step.ranges, step.node, members)),
  'claim-slots': (step, members) => withRanges(step, left(step.ranges, step.node, members)),
  'set-epoch': (step, members) => {
    const lines = members.get(step.node) ?? []
    return lines.length > 1 || (ownLine(lines)?.configEpoch ?? 0) > 0 ? undefined : step
  },
  meet: (step, members) => {
    const nodes = step.nodes.filter((id) => members.has(id))
    const strangers = nodes.some((id) =>
      nodes.some((other) => !members.get(id)?.some((line) => line.id === other)),
    )
    return strangers ? {...step, nodes} : undefined
  },
  replicate: (step, members) => {
    const own = ownLine(members.get(step.node) ?? [])
    return !own || own.primaryId === step.primary ? undefined : step
  },
  failover: (step, members) => (ownLine(members.get(step.node) ?? [])?.role === 'primary' ? undefined : step),
  // A later step may take it back, so the present roles do not tell. The step does nothing to a primary.
  'switch-over': (step) => step,
  'await-sync': (step) => step,
  // The step itself knows whether it was done.
  restart: (step) => step,
  'copy-functions': (step, members) => ((members.get(step.node)?.length ?? 0) > 1 ? undefined : step),
  forget: (step, members) => {
    const by = step.by.filter((id) => members.get(id)?.some((line) => line.id === step.node))
    return by.length > 0 ? {...step, by} : undefined
  },
  // A node that knows no other node has been reset; a node that does not answer cannot be reset.
  reset: (step, members) => ((members.get(step.node)?.length ?? 0) > 1 ? step : undefined),
  'close-slots': (step, members) => {
    const open = new Set(
      [...step.marked, ...(step.owner ? [step.owner] : [])].flatMap((id) =>
        (ownLine(members.get(id) ?? [])?.openSlots ?? []).map(({slot}) => slot),
      ),
    )
    const ranges = step.ranges.filter(({start, end}) =>
      [...open].some((slot) => start <= slot && slot <= end),
    )
    return withRanges(step, ranges)
  },
  'adopt-keys': (step) => step,
  'reveal-keys': (step) => step,
  'bump-epoch': (step) => step,
  'end-atomic': (step) => step,
  agree: (step, members) => ({...step, nodes: step.nodes.filter((id) => members.has(id))}),
}

/**
 * The steps of a plan that are not done yet, according to its nodes, whoever did the others; without parts that are
 * done. Empty if only waiting is left.
 */
export function remainingSteps(steps: readonly Step[], members: Members): Step[] {
  const leaving = new Set(steps.flatMap((step) => (step.kind === 'forget' ? [step.node] : [])))
  const kept = steps.flatMap((step, index) => {
    const rest = restOf(withoutLeaving(step, leaving), members)
    return rest ? [{index, rest}] : []
  })
  if (kept.every(({rest}) => rest.kind === 'agree')) return []
  const places = new Map(kept.map(({index}, place) => [index, place]))
  return kept.map(({rest}) => {
    if (rest.kind !== 'migrate-slots') return rest
    return {...rest, after: rest.after.flatMap((index) => places.get(index) ?? [])}
  })
}

/** Nodes that are already forgotten must not be introduced again. */
function withoutLeaving(step: Step, leaving: ReadonlySet<NodeId>): Step {
  if (step.kind !== 'agree' && step.kind !== 'meet') return step
  return {...step, nodes: step.nodes.filter((id) => !leaving.has(id))}
}

function restOf<K extends StepKind>(step: StepOf<K> & Step, members: Members): Step | undefined {
  return (REST[step.kind] as Rest<K>)(step, members) as Step | undefined
}

function left(ranges: readonly SlotRange[], owner: NodeId, members: Members): SlotRange[] {
  return subtractRanges(ranges, ownLine(members.get(owner) ?? [])?.slots ?? [])
}

function withRanges<S extends {readonly ranges: readonly SlotRange[]}>(
  step: S,
  ranges: readonly SlotRange[],
): S | undefined {
  return ranges.length > 0 ? {...step, ranges} : undefined
}
