import type {Node, NodeId, NodePlace} from '../domain/node.js'
import type {ClusterSample} from '../domain/sample.js'
import {toRanges} from '../domain/slot.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import type {Transition} from '../domain/transition.js'
import {type OwnerMemory, ownersAfter, slotsMoved} from './slot-owners.js'

type SamplePair = {
  readonly before: ClusterSample
  readonly after: ClusterSample
  /** What was known after the earlier sample. */
  readonly memory: TransitionMemory
}

/** What has to be known of samples before the earlier one. */
export type TransitionMemory = {
  /** The process (run_id) of each node when it answered last. */
  readonly runs: ReadonlyMap<NodeId, string>
  readonly owners: OwnerMemory
}

/** What is known after a sample. */
export function memoryAfter(
  memory: TransitionMemory | undefined,
  {snapshot, stats}: ClusterSample,
): TransitionMemory {
  const known = [...stats].flatMap(([id, {runId}]) => (runId === '' ? [] : [[id, runId] as const]))
  return {
    runs: new Map([...(memory?.runs ?? []), ...known]),
    owners: ownersAfter(memory?.owners, snapshot),
  }
}

type Nodes = ReadonlyMap<NodeId, Node>
type NodePair = {readonly was: Node; readonly is: Node; readonly before: Nodes; readonly after: Nodes}

/** What is different in the later one of two samples: members, then roles, then slots. */
export function transitionsBetween(pair: SamplePair): Transition[] {
  const [before, after] = [membersOf(pair.before.snapshot), membersOf(pair.after.snapshot)]
  const both = [...after.values()].flatMap((is): NodePair[] => {
    const was = before.get(is.id)
    return was ? [{was, is, before, after}] : []
  })
  const promoted = both.flatMap(roleTransitions)
  return [
    ...[...after.values()].filter(({id}) => !before.has(id)).map(joined),
    ...[...before.values()].filter(({id}) => !after.has(id)).map(left),
    ...both.flatMap(answerTransitions),
    ...both.filter((one) => isRestarted(one.is.id, pair)).map(({is}) => restarted(is)),
    ...promoted,
    ...slotTransitions(pair, {before, after}, promoted),
  ]
}

/** A node in handshake has an id that nobody has. */
function membersOf({nodes}: ClusterSnapshot): Nodes {
  return new Map(nodes.filter(({flags}) => !flags.includes('handshake')).map((node) => [node.id, node]))
}

function joined(node: Node): Transition {
  return {kind: 'node-joined', node: placeOf(node), role: node.role}
}

function left(node: Node): Transition {
  return {kind: 'node-left', node: placeOf(node)}
}

function restarted(node: Node): Transition {
  return {kind: 'node-restarted', node: placeOf(node)}
}

function answerTransitions({was, is}: NodePair): Transition[] {
  if (was.reachable === is.reachable) return []
  if (is.reachable) return [{kind: 'node-back', node: placeOf(is)}]
  return [{kind: 'node-lost', node: placeOf(is), reason: is.unreachableBecause ?? 'it does not answer'}]
}

function isRestarted(id: NodeId, {memory, after}: SamplePair): boolean {
  const [earlier, later] = [memory.runs.get(id), after.stats.get(id)?.runId]
  return Boolean(earlier) && Boolean(later) && earlier !== later
}

function roleTransitions({was, is, before, after}: NodePair): Transition[] {
  const place = (id: NodeId | undefined) => known(id, after) ?? known(id, before)
  if (was.role === 'replica' && is.role === 'primary') {
    return [{kind: 'promoted', node: placeOf(is), from: place(was.primaryId), ranges: is.slots}]
  }
  if (is.role === 'primary') return []
  if (was.role === 'primary') return [{kind: 'demoted', node: placeOf(is), primary: place(is.primaryId)}]
  if (was.primaryId === is.primaryId) return []
  return [{kind: 'primary-changed', node: placeOf(is), primary: place(is.primaryId)}]
}

function known(id: NodeId | undefined, nodes: Nodes): NodePlace | undefined {
  const node = id === undefined ? undefined : nodes.get(id)
  return node && placeOf(node)
}

function placeOf({id, host, address}: Node): NodePlace {
  return {id, host, address}
}

/** One for each pair of owners between which slots moved. */
function slotTransitions(
  pair: SamplePair,
  {before, after}: {readonly before: Nodes; readonly after: Nodes},
  roles: readonly Transition[],
): Transition[] {
  const {owners} = memoryAfter(pair.memory, pair.after)
  const place = (id: NodeId | undefined) => known(id, after) ?? known(id, before)
  return slotsMoved(pair.memory.owners, owners)
    .filter(({from, to}) => !roles.some((one) => isTakeover(one, from, to)))
    .map(({from, to, slots}) => ({
      kind: 'slots-moved',
      from: place(from),
      to: place(to),
      ranges: toRanges(slots),
    }))
}

function isTakeover(transition: Transition, from: NodeId | undefined, to: NodeId | undefined): boolean {
  return (
    transition.kind === 'promoted' &&
    transition.node.id === to &&
    (from === undefined || transition.from?.id === from)
  )
}
