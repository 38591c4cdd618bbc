import type {SlotFigures} from '../domain/slot-figures.js'
import type {RefOf} from './refs.js'

/** How figures of slots were measured, in a document. */
export function figureFields({load, unread, ...memory}: SlotFigures, refOf: RefOf) {
  return {
    loadMs: load?.measuredMs,
    ...estimateFields(memory, refOf),
    unread: unread.map(({node, reason}) => ({node: refOf(node), reason})),
  }
}

/** How the memory of slots was estimated, in a document. */
export function estimateFields(
  {estimates, sampledMs}: Pick<SlotFigures, 'estimates' | 'sampledMs'>,
  refOf: RefOf,
) {
  return {estimates: estimates.map(({node, ...estimate}) => ({...refOf(node), ...estimate})), sampledMs}
}
