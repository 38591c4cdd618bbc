import type {Node, NodeId} from '../domain/node.js'
import {slotsOf, type SlotRange, toRanges} from '../domain/slot.js'

/** The slots of a primary that can still be given away. */
export class SlotStock {
  private free: number[]
  private readonly node: Node

  constructor(node: Node) {
    this.node = node
    this.free = [...slotsOf(node.slots)]
  }

  /**
   * Takes slots for a target: first those that are already moving there, so that running the same command again
   * continues it; then the lowest-numbered ones.
   */
  take(count: number, target: NodeId): SlotRange[] {
    const begun = new Set(
      this.node.openSlots
        .filter(({direction, peer}) => direction === 'migrating' && peer === target)
        .map(({slot}) => slot),
    )
    const first = begun.size > 0 ? this.free.filter((slot) => begun.has(slot)) : []
    const rest = begun.size > 0 ? this.free.filter((slot) => !begun.has(slot)) : this.free
    const taken = [...first.slice(0, count), ...rest.slice(0, Math.max(0, count - first.length))]
    this.free = [...first.slice(count), ...rest.slice(Math.max(0, count - first.length))].toSorted(
      (a, b) => a - b,
    )
    return toRanges(taken)
  }
}
