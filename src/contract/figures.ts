import type {SlotFigures} from '../domain/slot-figures.js'
import type {RefOf} from './refs.js'

/** How figures of slots were measured, in a document. */
export function figureFields({load, estimates, sampledMs, unread}: SlotFigures, refOf: RefOf) {
  return {
    loadMs: load?.measuredMs,
    estimates: estimates.map(({node, ...estimate}) => ({...refOf(node), ...estimate})),
    sampledMs,
    unread: unread.map(({node, reason}) => ({node: refOf(node), reason})),
  }
}
