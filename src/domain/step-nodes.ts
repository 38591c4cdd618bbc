import type {NodeId} from './node.js'
import type {Step, StepKind, StepOf} from './step.js'

const NODES: {readonly [K in StepKind]: (step: StepOf<K>) => readonly NodeId[]} = {
  'assign-slots': ({node}) => [node],
  'set-epoch': ({node}) => [node],
  meet: ({nodes, newcomers = []}) => [...nodes, ...newcomers],
  replicate: ({node, primary}) => [node, primary],
  agree: ({nodes, without = []}) => [...nodes, ...without],
  'migrate-slots': ({source, target}) => [source, target],
  'copy-functions': ({from, node}) => [from, node],
  forget: ({node, by}) => [node, ...by],
  reset: ({node}) => [node],
  'close-slots': ({owner, marked, expecting}) => [
    ...(owner === undefined ? [] : [owner]),
    ...marked,
    ...expecting,
  ],
  'claim-slots': ({node}) => [node],
  'adopt-keys': ({source, target}) => [source, target],
  'reveal-keys': ({node}) => [node],
  failover: ({node, primary}) => [node, primary],
  'switch-over': ({node, primary}) => [node, primary],
  'await-sync': ({nodes}) => nodes,
  restart: ({node, nodes}) => [node, ...nodes],
  'bump-epoch': ({node}) => [node],
  'end-atomic': ({node}) => [node],
}

/** All nodes that steps name, each once, in the order in which they are named. */
export function nodesIn(steps: readonly Step[]): NodeId[] {
  return [...new Set(steps.flatMap(nodesOf))]
}

function nodesOf<K extends StepKind>(step: StepOf<K>): readonly NodeId[] {
  const nodes: (step: StepOf<K>) => readonly NodeId[] = NODES[step.kind]
  return nodes(step)
}
