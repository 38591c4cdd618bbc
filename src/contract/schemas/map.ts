import * as v from 'valibot'
import {runningOperations} from './control.js'
import {count, finite, slotRanges, time} from './parts.js'
import {FIGURES} from './figures.js'
import {nodeRef, NODE_REF} from './refs.js'

/** The outcome of map. */
export const mapOutcome = v.object({
  takenAt: time,
  by: v.picklist(['owner', 'keys', 'memory', 'ops']),
  shards: v.pipe(
    v.array(
      v.object({
        letter: v.pipe(v.string(), v.description('of the picture; used again if there are more than 62')),
        ...NODE_REF,
        slots: slotRanges,
        slotCount: count,
        total: v.optional(v.pipe(finite, v.description('of the values of its slots'))),
      }),
    ),
    v.description('by primary, in the order of their lowest slots'),
  ),
  troubles: v.pipe(
    v.array(
      v.object({
        trouble: v.picklist(['no-owner', 'owner-down', 'two-owners', 'migrating', 'importing', 'moving']),
        slots: slotRanges,
      }),
    ),
    v.description('each slot once, with the worst that is wrong with it'),
  ),
  movesUnread: v.optional(
    v.pipe(
      v.array(v.object({node: nodeRef, reason: v.string()})),
      v.description('nodes that did not tell which slots they move themselves'),
    ),
  ),
  values: v.optional(
    v.object({
      unit: v.pipe(
        v.picklist(['keys', 'bytes', 'microseconds of CPU per second']),
        v.description('of each value'),
      ),
      estimated: v.pipe(v.boolean(), v.description('memory of at least one node; estimates says how')),
      estimates: v.optional(FIGURES.estimates),
      sampledMs: v.optional(FIGURES.sampledMs),
      slots: v.pipe(v.array(finite), v.description('one value for each slot, from slot 0 on; 0 if unknown')),
      unknown: v.pipe(slotRanges, v.description('slots whose value is not known')),
      unread: v.array(v.object({node: nodeRef, reason: v.string()})),
    }),
  ),
  running: runningOperations,
  svg: v.optional(v.pipe(v.string(), v.description('the file with the picture'))),
})
