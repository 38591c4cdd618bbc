import type {PlannedShard} from '../../domain/layout.js'
import type {Node, NodeId} from '../../domain/node.js'
import type {SlotRange} from '../../domain/slot.js'

/** Which states of a node an earlier create of the same list may have left. */
export type Expectation = {
  /** Of a node that owns slots: whether they are the planned ones. */
  readonly slotsFit: (node: Node) => boolean
  /** Of a replica: whether its primary is the planned one. */
  readonly primaryFits: (node: Node) => boolean
  /** Whether the primaries own all slots as planned, in this node's own view. */
  readonly hasWholeMap: (node: Node) => boolean
}

/** The states that the plan leaves on its nodes when it is carried out, in part or completely. */
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

/** What can be said without a plan, if some nodes could not be read: any of the ranges may be on any of the nodes. */
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

/** Whether both contain the same slots. Both must be sorted, with adjacent ranges joined, as servers print them. */
export function sameRanges(a: readonly SlotRange[], b: readonly SlotRange[]): boolean {
  return (
    a.length === b.length &&
    a.every(({start, end}, index) => start === b[index]?.start && end === b[index]?.end)
  )
}
