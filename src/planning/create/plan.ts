import {checkSettings, checkVersions} from '../../checks/differences.js'
import type {PlannedShard} from '../../domain/layout.js'
import type {Node, NodeId} from '../../domain/node.js'
import type {Plan} from '../../domain/plan.js'
import type {StepOf} from '../../domain/step.js'
import {sameRanges} from './expectation.js'
import {isFormed} from './formed.js'
import {layoutWarnings} from './warnings.js'

/**
 * The steps that turn these nodes, in the order of arguments, into these shards: all steps for empty nodes, the
 * missing ones after an interrupted create, none for the finished cluster. Expects nodes without `createProblems`.
 */
export function planCreate(nodes: readonly Node[], shards: readonly PlannedShard[]): Plan {
  const steps = [
    ...assignments(nodes, shards),
    ...epochs(nodes),
    ...meetings(nodes),
    ...replications(nodes, shards),
  ]
  const agreement: StepOf<'agree'> = {kind: 'agree', nodes: nodes.map(({id}) => id)}
  return {
    steps: isFormed(nodes, shards) ? [] : [...steps, agreement],
    warnings: [...layoutWarnings(shards), ...checkVersions({nodes}), ...checkSettings({nodes})],
  }
}

function assignments(nodes: readonly Node[], shards: readonly PlannedShard[]): StepOf<'assign-slots'>[] {
  const slotsOf = new Map(nodes.map(({id, slots}) => [id, slots]))
  return shards
    .filter(({primary, ranges}) => !sameRanges(slotsOf.get(primary.id) ?? [], ranges))
    .map(({primary, ranges}) => ({kind: 'assign-slots', node: primary.id, ranges}))
}

/**
 * If epochs differ from the start, the cluster needs no collision rounds. A node that knows others or has an epoch
 * refuses CLUSTER SET-CONFIG-EPOCH; later, the servers resolve collisions themselves.
 */
function epochs(nodes: readonly Node[]): StepOf<'set-epoch'>[] {
  return nodes.flatMap(({id, view, configEpoch}, index) =>
    view.length < 2 && configEpoch === 0 ? [{kind: 'set-epoch', node: id, epoch: index + 1}] : [],
  )
}

function meetings(nodes: readonly Node[]): StepOf<'meet'>[] {
  const ids = nodes.map(({id}) => id)
  return nodes.every((node) => knowsAll(node, ids)) ? [] : [{kind: 'meet', nodes: ids}]
}

/** A line without an address is useless to the node: it must be met again. */
function knowsAll({id, view}: Node, ids: readonly NodeId[]): boolean {
  const known = new Set(view.filter(({flags}) => !flags.includes('noaddr')).map((line) => line.id))
  return ids.every((other) => other === id || known.has(other))
}

function replications(nodes: readonly Node[], shards: readonly PlannedShard[]): StepOf<'replicate'>[] {
  const primaryOf = new Map(nodes.map(({id, primaryId}) => [id, primaryId]))
  return shards.flatMap(({primary, replicas}) =>
    replicas
      .filter(({id}) => primaryOf.get(id) !== primary.id)
      .map(({id}) => ({kind: 'replicate', node: id, primary: primary.id})),
  )
}
