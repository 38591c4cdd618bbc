import type {Event} from '../../domain/outcome.js'
import type {StepKind} from '../../domain/step.js'

/** Lines for an event; those that were there before are not told again. */
export type TellEvent = (event: Event) => string[]

/** Tells of a kind of steps when the first of that kind begins. */
export function tellFirst(lines: Partial<Readonly<Record<StepKind, readonly string[]>>>): TellEvent {
  const told = new Set<StepKind>()
  return (event) => {
    if (event.type !== 'step-started' || told.has(event.step.kind)) return []
    told.add(event.step.kind)
    return [...(lines[event.step.kind] ?? [])]
  }
}
