import {type SlotRange, toRanges} from '../../../domain/slot.js'

/** The state of each slot of a move. A slot is in one set only. */
export class Ledger {
  /** Not touched yet. */
  readonly waiting: Set<number>
  /** Marked on the target, or on both ends. */
  readonly open = new Set<number>()
  /** The target has been told, or is being told, that it is the owner. This cannot be reversed. */
  readonly closing = new Set<number>()
  readonly moved = new Set<number>()
  readonly total: number
  private readonly sent = new Set<number>()

  constructor(slots: readonly number[]) {
    this.waiting = new Set(slots)
    this.total = this.waiting.size
  }

  /** Puts slots into another set. */
  put(slots: Iterable<number>, state: 'waiting' | 'open' | 'closing' | 'moved'): void {
    for (const slot of slots) {
      this.waiting.delete(slot)
      this.open.delete(slot)
      this.closing.delete(slot)
      this[state].add(slot)
    }
  }

  /** Keys of these slots are about to be sent. */
  noteSent(slots: Iterable<number>): void {
    for (const slot of slots) this.sent.add(slot)
  }

  /** Whether keys of a slot may have been sent. */
  wasSent(slot: number): boolean {
    return this.sent.has(slot)
  }

  /** The state of all slots when nothing is in progress any more. */
  get ranges(): {moved: SlotRange[]; open: SlotRange[]; unmoved: SlotRange[]} {
    return {
      moved: toRanges(this.moved),
      open: toRanges([...this.open, ...this.closing]),
      unmoved: toRanges(this.waiting),
    }
  }
}
