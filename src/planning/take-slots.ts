import type {Node, NodeId} from '../domain/node.js'
import {slotsOf, type SlotRange, toRanges} from '../domain/slot.js'

/** Slots of a primary that can still be given away. */
export class SlotStock {
  private readonly free: Set<number>
  private readonly node: Node

  constructor(node: Node) {
    this.node = node
    this.free = new Set(slotsOf(node.slots))
  }

  /**
   * Takes slots for a target: first those that are on their way there already, so that the same command run again goes
   * on with what it began; then the lowest-numbered.
   */
  take(count: number, target: NodeId): SlotRange[] {
    const begun = this.node.openSlots.filter(
      ({slot, direction, peer}) => direction === 'migrating' && peer === target && this.free.has(slot),
    )
    const first = begun.map(({slot}) => slot)
    const rest = [...this.free].filter((slot) => !first.includes(slot)).toSorted((a, b) => a - b)
    const taken = [...first, ...rest].slice(0, count)
    for (const slot of taken) this.free.delete(slot)
    return toRanges(taken)
  }
}
