import type {NodeId, OpenSlot} from '../../../domain/node.js'

/**
 * How certain it is that the source's copy of a key counts when both ends of a move have one:
 * - `own`: this run opened the slot, and the target had no keys of it. A MIGRATE of this run whose answer was lost
 * has left the copy there, and the source has served the key all the time.
 * - `marked`: an earlier run opened the slot, both ends still have its marks, and the journal confirms them. The
 * owner has served the keys that it has ever since.
 * - `unknown`: all other cases. Clients may have written to either copy.
 */
export type Trust = 'own' | 'marked' | 'unknown'

export type MarkedEnd = {
  readonly id: NodeId
  readonly openSlots: readonly OpenSlot[]
}

/** For slots that are open on either end before a move starts: whether the owner's copy counts. */
export function trustBefore(
  source: MarkedEnd,
  target: MarkedEnd,
  {vouched}: {readonly vouched: boolean},
): Map<number, Trust> {
  const out = peersOf(source, 'migrating')
  const back = peersOf(target, 'importing')
  const slots = new Set([...source.openSlots, ...target.openSlots].map(({slot}) => slot))
  return new Map(
    [...slots].map((slot): [number, Trust] => {
      const matches = out.get(slot) === target.id && back.get(slot) === source.id
      return [slot, matches && vouched ? 'marked' : 'unknown']
    }),
  )
}

function peersOf({openSlots}: MarkedEnd, wanted: OpenSlot['direction']): Map<number, NodeId> {
  return new Map(
    openSlots.flatMap(({slot, direction, peer}): [number, NodeId][] =>
      direction === wanted ? [[slot, peer]] : [],
    ),
  )
}
