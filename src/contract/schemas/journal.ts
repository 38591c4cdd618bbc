import * as v from 'valibot'
import {FORMAT_VERSION} from '../../domain/operation.js'
import {settingsChange} from './control.js'
import {count, integer, keyCopy, moveReport, slotRanges, status, time} from './parts.js'
import {SAVED_PLAN} from './plan.js'

const at = v.pipe(time, v.description('when it was written'))
const step = v.pipe(count, v.description('the step of the plan, by index from 0'))

/** The first line: who does what. */
export const begunLine = v.object({
  at,
  type: v.literal('begun'),
  format: v.literal('clustertool-journal'),
  version: v.literal(FORMAT_VERSION),
  host: v.string(),
  pid: count,
  process: v.optional(
    v.pipe(v.string(), v.description('distinguishes it from other processes with the same pid')),
  ),
  processStartedAt: v.optional(v.pipe(integer, v.description('milliseconds since 1970'))),
  ...SAVED_PLAN,
  of: v.optional(v.pipe(v.string(), v.description('the operation that it continues or undoes'))),
})

/** The lines that follow. */
export const eventLine = v.variant('type', [
  v.object({at, type: v.literal('step-started'), step}),
  v.object({at, type: v.literal('slots-opening'), step, ranges: slotRanges}),
  v.object({at, type: v.literal('slots-moved'), step, ranges: slotRanges}),
  v.object({at, type: v.literal('key-copying'), step, copy: keyCopy}),
  v.object({
    at,
    type: v.literal('step-finished'),
    step,
    status: v.picklist(['done', 'failed', 'not-run']),
    error: v.optional(v.string()),
    move: v.optional(moveReport),
  }),
  v.object({
    at,
    type: v.literal('settings-changed'),
    by: v.pipe(v.string(), v.description('who changed them')),
    settings: v.pipe(settingsChange, v.description('null: no limit any more')),
  }),
  v.object({at, type: v.literal('ended'), status: v.picklist([...status.options, 'dismissed'])}),
])

/** A line of a journal. */
export const journalLine = v.variant('type', [begunLine, eventLine])

/** The first line of a journal. */
export type BegunLine = v.InferOutput<typeof begunLine>

/** A line of a journal behind the first. */
export type EventLine = v.InferOutput<typeof eventLine>
