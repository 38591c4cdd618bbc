import type {PlannedShard} from '../../domain/layout.js'
import type {Node, NodeId} from '../../domain/node.js'
import type {SlotRange} from '../../domain/slot.js'

/** Which state of a node may come from an earlier create of the same list. */
export type Expectation = {
  /** Of a node that owns slots: they are what the plan gives it. */
  readonly slotsFit: (node: Node) => boolean
  /** Of a replica: its primary is the planned one. */
  readonly primaryFits: (node: Node) => boolean
  /** By this node's own view the primaries own the whole map as planned. */
  readonly hasWholeMap: (node: Node) => boolean
}

/** What the plan leaves on its nodes when it is carried out, in part or as a whole. */
export function expectShards(shards: readonly PlannedShard[]): Expectation {
  const rangesOf = new Map(shards.map(({primary, ranges}) => [primary.id, ranges]))
  const primaryOf = new Map(
    shards.flatMap(({primary, replicas}) => replicas.map(({id}) => [id, primary.id] as const)),
  )
  return {
    slotsFit: ({id, slots}) => sameRanges(slots, rangesOf.get(id) ?? []),
    primaryFits: ({id, primaryId}) => primaryId !== undefined && primaryOf.get(id) === primaryId,
    hasWholeMap({view}) {
      const slotsOf = new Map(view.map(({id, slots}) => [id, slots]))
      return shards.every(({primary, ranges}) => sameRanges(slotsOf.get(primary.id) ?? [], ranges))
    },
  }
}

/** What can be said while no plan can be made because some nodes are not read: any of the ranges on any of the nodes. */
export function expectSomeOrder(ids: ReadonlySet<NodeId>, ranges: readonly SlotRange[]): Expectation {
  const isPlanned = (slots: readonly SlotRange[]) => ranges.some((range) => sameRanges(slots, [range]))
  return {
    slotsFit: ({slots}) => isPlanned(slots),
    primaryFits: ({primaryId}) => primaryId !== undefined && ids.has(primaryId),
    hasWholeMap({view}) {
      const owners = view.filter(({slots}) => isPlanned(slots))
      return owners.length === ranges.length
    },
  }
}

/** Whether both say the same slots; both sorted, with neighbours joined, as servers print them. */
export function sameRanges(a: readonly SlotRange[], b: readonly SlotRange[]): boolean {
  return (
    a.length === b.length &&
    a.every(({start, end}, index) => start === b[index]?.start && end === b[index]?.end)
  )
}
