import type {Event} from '../domain/outcome.js'
import {formatRanges, type SlotRange, slotsOf, toRanges} from '../domain/slot.js'

/** Which slots are open, according to the events before they are opened and after they have moved. */
export class OpenSlots {
  private readonly byStep = new Map<number, Set<number>>()

  /** Records an event. */
  note(event: Event): void {
    if (event.type === 'slots-opening') {
      const open = this.byStep.get(event.index) ?? new Set()
      for (const slot of slotsOf(event.ranges)) open.add(slot)
      this.byStep.set(event.index, open)
    }
    if (event.type === 'slots-moved') {
      for (const slot of slotsOf(event.ranges)) this.byStep.get(event.index)?.delete(slot)
    }
    // A step that ends closes what it can, and reports the rest.
    if (event.type === 'step-finished') {
      this.byStep.set(event.index, new Set(slotsOf(event.result.move?.open ?? [])))
    }
  }

  get ranges(): SlotRange[] {
    const slots = [...this.byStep.values()].flatMap((open) => [...open])
    return toRanges(slots.toSorted((a, b) => a - b))
  }
}

/** What to tell a user who ends the program at once. */
export function openText(ranges: readonly SlotRange[], seed: string | undefined): string {
  const node = seed ?? 'HOST:PORT'
  if (ranges.length === 0) {
    return `No slot was open. To continue the operation: clustertool resume ${node}`
  }
  return (
    `Slots that may be open now: ${formatRanges(ranges)}\n` +
    `To close them and continue the operation: clustertool resume ${node}\n` +
    `To close them from another machine: clustertool fix ${node}`
  )
}
