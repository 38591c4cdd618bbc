import type {NodeId} from '../../src/domain/node.js'
import type {SlotFacts} from '../../src/planning/fix/facts.js'

/** Nodes that answer. */
export const PRIMARIES = ['s', 't', 'u'].map((name) => name.repeat(40)) as [NodeId, NodeId, NodeId]
/** A node that no other node knows. */
export const GONE = 'g'.repeat(40) as NodeId

const [S, T, U] = PRIMARIES

type Choice = Pick<SlotFacts, 'owners' | 'named' | 'keys' | 'intent' | 'disputed' | 'migrating' | 'importing'>

/** A slot with every combination of owners, marks, keys and intents. */
export function combinations(): SlotFacts[] {
  const marks = product([undefined, T, U, GONE], [undefined, S, U, GONE], [false, true])
  const rest = product(subsets(PRIMARIES), [undefined, {source: S, target: T, ranges: []}], [false, true])
  return product([[], [S], [T], [S, T]], [undefined, S, U], marks).flatMap(
    ([owners, named, [to, from, second]]) =>
      rest.map(([holders, intent, disputed]): SlotFacts => {
        const choice: Choice = {
          owners,
          named: owners.length === 1 ? owners[0] : named,
          migrating: to ? new Map([[S, to]]) : new Map<NodeId, NodeId>(),
          importing: new Map([
            ...(from && !owners.includes(T) ? [[T, from] as const] : []),
            ...(second ? [[U, S] as const] : []),
          ]),
          keys: new Map(holders.map((id, at) => [id, at + 1])),
          intent,
          disputed,
        }
        return {slot: 5, ...choice}
      }),
  )
}

function product<A, B, C>(as: readonly A[], bs: readonly B[], cs: readonly C[]): [A, B, C][] {
  return as.flatMap((a) => bs.flatMap((b) => cs.map((c): [A, B, C] => [a, b, c])))
}

function subsets(nodes: readonly NodeId[]): NodeId[][] {
  return nodes.reduce<NodeId[][]>((sets, id) => [...sets, ...sets.map((set) => [...set, id])], [[]])
}
