import {count} from '../../../domain/count.js'
import {formatRanges, toRanges} from '../../../domain/slot.js'
import {tooBigText} from './too-big-text.js'

/** Slots and keys that a move does not touch, although it should move them. */
export class LeftAlone {
  private readonly big: string[] = []
  private readonly strays = new Map<number, number>()
  private hides = false

  /** Whether the target may have keys that it shows only while their slots are open there. */
  get mayHide(): boolean {
    return this.hides
  }

  expectHidden(): void {
    this.hides = true
  }

  /** Keys, described, that would block the nodes for too long. */
  addTooBig(keys: readonly string[]): void {
    // After a pause, slots are looked at again.
    for (const key of keys) if (!this.big.includes(key)) this.big.push(key)
  }

  /** Slots of which the target already held keys, with the number of keys. */
  addStrays(keysBySlot: ReadonlyMap<number, number>): void {
    for (const [slot, keys] of keysBySlot) this.strays.set(slot, keys)
  }

  /** Whether the target held keys of a slot. */
  hasStrays(slot: number): boolean {
    return this.strays.has(slot)
  }

  /** Why they were not moved, one text for each reason. */
  texts({target, longestPauseMs}: {readonly target: string; readonly longestPauseMs: number}): string[] {
    const slots = formatRanges(toRanges(this.strays.keys()))
    const keys = [...this.strays.values()].reduce((sum, count) => sum + count, 0)
    return [
      ...(this.big.length > 0 ? [tooBigText({longestPauseMs}, this.big)] : []),
      ...(keys > 0
        ? [
            `${target} holds ${count(keys, 'stray key')} in slots ${slots}, so these slots were not moved; ` +
              'clustertool fix --search-multiple-owners moves such keys to the owner',
          ]
        : []),
    ]
  }
}
