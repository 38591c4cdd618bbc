import * as v from 'valibot'
import {SLOT_MEASURES} from '../../domain/slot-figures.js'
import {changeOutcome} from './change.js'
import {FIGURES} from './figures.js'
import {count, finite, slot} from './parts.js'
import {NODE_REF, nodeRef} from './refs.js'

const share = v.object({
  slots: count,
  load: v.pipe(finite, v.description('keys, bytes, microseconds of CPU per second, or bytes per second')),
  bytes: v.pipe(finite, v.description('memory of its keys')),
})

const balance = v.object({
  by: v.picklist(SLOT_MEASURES),
  thresholdPercent: finite,
  leastDifference: v.pipe(finite, v.description('by how much a node may differ in any case, as load')),
  primaries: v.array(v.object({...NODE_REF, weight: finite, before: share, after: share})),
  spread: v.optional(
    v.pipe(
      v.object({before: v.optional(finite), after: v.optional(finite)}),
      v.description('the highest load for a weight of 1, divided by the average; missing without a load'),
    ),
  ),
  movedSlots: count,
  movedBytes: finite,
  obstacles: v.pipe(
    v.array(
      v.object({
        code: v.picklist(['slot-too-big', 'no-memory', 'uneven']),
        node: nodeRef,
        slot: v.optional(slot),
        load: v.optional(finite),
      }),
    ),
    v.description('why a node stays above its share'),
  ),
  ...FIGURES,
})

/** The outcome of rebalance. */
export const rebalanceOutcome = v.object({
  ...changeOutcome.entries,
  balance: v.optional(v.pipe(balance, v.description('with --by, except --by slots'))),
})
