import * as v from 'valibot'
import type {NodeId} from '../../domain/node.js'
import {SLOT_COUNT} from '../../domain/slot.js'

/** The id of a node. */
export const nodeId = v.pipe(v.string(), v.regex(/^[\da-f]{40}$/)) as unknown as v.GenericSchema<
  string,
  NodeId
>

/** A whole number from 0 on. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** A whole number. */
export const integer = v.pipe(v.number(), v.safeInteger())

/** A number that is not infinite. */
export const finite = v.pipe(v.number(), v.finite())

/** A moment, ISO 8601. */
export const time = v.pipe(
  v.string(),
  v.isoTimestamp(),
  // The pattern alone lets the 39th of a month pass.
  v.check((text) => !Number.isNaN(Date.parse(text)), 'a time'),
)

/** The number of a slot. */
export const slot = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(SLOT_COUNT - 1))

/** A run of slots, both ends included. */
const slotRange = v.pipe(
  v.object({start: slot, end: slot}),
  v.check(({start, end}) => start <= end, 'a range that ends where it starts or behind that'),
)

/** Runs of slots. */
export const slotRanges = v.array(slotRange)

/** Roles of nodes. */
export const role = v.picklist(['primary', 'replica'])

/** A mark of a slot that is on its way. */
export const openSlot = v.object({
  slot,
  direction: v.picklist(['migrating', 'importing']),
  peer: nodeId,
})

/** How slots travel. */
export const moveMethod = v.picklist(['keys', 'atomic-valkey', 'atomic-redis'])

/** A key that was copied in pieces, because one MIGRATE would have held its nodes for too long. */
const keyInPieces = v.object({
  text: v.pipe(v.string(), v.description('the key, for reading')),
  hex: v.pipe(v.string(), v.description('the key, exact')),
  slot,
  db: count,
  bytes: v.pipe(finite, v.description('bytes of memory on the source')),
  outcome: v.pipe(
    v.picklist(['moved', 'gone', 'whole']),
    v.description('gone: deleted or expired meanwhile; whole: left to MIGRATE'),
  ),
  reason: v.optional(v.pipe(v.string(), v.description('why it was left to MIGRATE'))),
  attempts: v.pipe(count, v.description('more than 1 if clients changed it while it was copied')),
  pieces: v.pipe(count, v.description('of the last attempt')),
  milliseconds: count,
  sourcePauseMs: v.pipe(finite, v.description('the longest time for the answer of the source to one piece')),
  targetPauseMs: v.pipe(finite, v.description('the longest time for the answer of the target to one piece')),
})

/** The copy of such a key, before it is complete. */
export const keyCopy = v.object({
  slot,
  db: count,
  key: v.pipe(v.string(), v.description('in hexadecimal')),
  copy: v.pipe(v.string(), v.description('the name of the copy on the target, in hexadecimal')),
})

/** What became of one move of slots. */
export const moveReport = v.object({
  method: v.pipe(moveMethod, v.description('the method that was used last')),
  moved: v.pipe(slotRanges, v.description('slots that the target owns now')),
  open: v.pipe(slotRanges, v.description('slots that were being moved')),
  unmoved: v.pipe(slotRanges, v.description("still the source's")),
  keys: count,
  bytes: v.optional(v.pipe(finite, v.description('bytes of memory on the source, as far as measured'))),
  longestPauseMs: v.optional(finite),
  inPieces: v.exactOptional(v.pipe(v.array(keyInPieces), v.description('keys that were copied in pieces'))),
})

/** How much may be sent per second. */
export const rate = v.pipe(
  v.object({unit: v.picklist(['bytes', 'keys']), perSecond: v.pipe(finite, v.minValue(1))}),
  v.description('how much all moves may send together; bytes of memory that keys use'),
)

/** Hours of a day, in minutes since midnight. */
export const hours = v.pipe(
  v.object({from: count, to: count}),
  v.description('in which slots move, in minutes since midnight, local time'),
)

/** When moves are slowed down and stopped for a while. */
export const throttleLimits = v.pipe(
  v.object({
    lagBytes: v.exactOptional(v.pipe(finite, v.minValue(1), v.description('that a replica may be behind'))),
    latencyMs: v.exactOptional(v.pipe(finite, v.minValue(0), v.description('of a PING'))),
    memoryPercent: v.exactOptional(v.pipe(finite, v.minValue(1), v.description("of the target's maxmemory"))),
  }),
  v.check((limits) => Object.keys(limits).length > 0, 'at least one limit'),
  v.description('what must not be reached while slots move'),
)

/** How an operation that changes something ended. */
export const status = v.picklist(['done', 'nothing-to-do', 'planned', 'cancelled', 'incomplete'])

/** What came of two nodes that changed roles. */
export const switchOver = v.object({
  heldMs: v.optional(
    v.pipe(
      finite,
      v.description(
        'milliseconds for which the old primary held writes, measured; missing if that was not possible',
      ),
    ),
  ),
  resyncs: v.object({
    partial: v.pipe(count, v.description('replicas that went on from where they were')),
    full: v.pipe(count, v.description('replicas that copied all data again')),
  }),
})

/** What came of a restart. */
export const restarted = v.object({
  downMs: v.pipe(finite, v.description('milliseconds until it answered again')),
  resync: v.optional(
    v.pipe(v.picklist(['partial', 'full']), v.description('how it got the data of its primary')),
  ),
  from: v.string(),
  to: v.string(),
})
