import * as v from 'valibot'
import {count, slotRanges, status, time} from './parts.js'

const HEAD = {
  time,
  operation: v.pipe(v.string(), v.description('the id that history shows')),
  command: v.string(),
  host: v.string(),
  pid: count,
}
const STEP = {step: v.pipe(count, v.description('the step of the plan, by index from 0')), total: count}

/** A line of history --follow --json. */
export const historyEvent = v.variant('type', [
  v.object({...HEAD, type: v.literal('running'), total: count}),
  v.object({...HEAD, type: v.literal('begun'), total: v.pipe(count, v.description('the steps of the plan'))}),
  v.object({...HEAD, type: v.literal('step-started'), ...STEP}),
  v.object({...HEAD, type: v.picklist(['slots-opening', 'slots-moved']), ...STEP, ranges: slotRanges}),
  v.object({
    ...HEAD,
    type: v.literal('step-finished'),
    ...STEP,
    status: v.picklist(['done', 'failed', 'not-run']),
    error: v.optional(v.string()),
  }),
  v.object({...HEAD, type: v.literal('ended'), status: v.picklist([...status.options, 'dismissed'])}),
  v.object({...HEAD, type: v.literal('killed')}),
])

/** A line of history --follow --json. */
export type HistoryEventFields = v.InferOutput<typeof historyEvent>
