import {type SlotRange, toRanges} from '../../../domain/slot.js'

/** Where each slot of a move stands. A slot is in one set only. */
export class Ledger {
  /** Not touched yet. */
  readonly waiting: Set<number>
  /** Marked on the target, or on both ends. */
  readonly open = new Set<number>()
  /** The target has been told, or is being told, that it is the owner: from here there is no way back. */
  readonly closing = new Set<number>()
  readonly moved = new Set<number>()
  readonly total: number

  constructor(slots: readonly number[]) {
    this.waiting = new Set(slots)
    this.total = this.waiting.size
  }

  /** Moves slots from whatever set they are in. */
  put(slots: Iterable<number>, state: 'waiting' | 'open' | 'closing' | 'moved'): void {
    for (const slot of slots) {
      this.waiting.delete(slot)
      this.open.delete(slot)
      this.closing.delete(slot)
      this[state].add(slot)
    }
  }

  /** What has become of all slots, once nothing is in hand any more. */
  get ranges(): {moved: SlotRange[]; open: SlotRange[]; unmoved: SlotRange[]} {
    return {
      moved: toRanges(this.moved),
      open: toRanges([...this.open, ...this.closing]),
      unmoved: toRanges(this.waiting),
    }
  }
}
