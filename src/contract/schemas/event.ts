import * as v from 'valibot'
import {followProgress} from './follow.js'
import {rest} from './control.js'
import {count, finite, keyCopy, moveReport, nodeId, restarted, slotRanges, switchOver, time} from './parts.js'
import {savedStep} from './steps.js'

const at = {time}
const index = v.pipe(count, v.description('the step, from 0'))
const total = v.pipe(count, v.description('how many steps there are'))

/** A line that --progress ndjson prints; steps are as plans have them. */
export const progressEvent = v.variant('type', [
  v.object({...at, type: v.literal('step-started'), step: savedStep, index, total}),
  v.object({
    ...at,
    type: v.literal('step-finished'),
    result: v.object({
      step: savedStep,
      status: v.picklist(['done', 'failed', 'not-run']),
      error: v.optional(v.string()),
      milliseconds: finite,
      move: v.exactOptional(moveReport),
      switchOver: v.exactOptional(switchOver),
      restart: v.exactOptional(restarted),
      notes: v.exactOptional(v.array(v.string())),
    }),
    index,
    total,
  }),
  v.object({
    ...at,
    type: v.literal('move-progress'),
    index,
    progress: v.object({
      slots: count,
      slotsMoved: count,
      keys: count,
      keysTotal: v.optional(count),
      bytes: v.optional(finite),
      pauseMs: v.optional(v.pipe(finite, v.description('for which the last batch blocked the source'))),
    }),
  }),
  v.object({...at, type: v.literal('slots-opening'), index, ranges: slotRanges}),
  v.object({...at, type: v.literal('slots-moved'), index, ranges: slotRanges}),
  v.object({...at, type: v.literal('key-copying'), index, copy: keyCopy}),
  v.object({
    ...at,
    type: v.literal('import-progress'),
    progress: v.object({
      keys: count,
      keysTotal: count,
      bytes: finite,
      pauseMs: v.optional(finite),
      elapsedMs: finite,
    }),
  }),
  v.object({...at, type: v.literal('follow-progress'), progress: followProgress}),
  v.object({
    ...at,
    type: v.literal('scan-progress'),
    progress: v.object({keys: count, keysTotal: count, elapsedMs: finite}),
  }),
  v.object({...at, type: v.literal('note'), index, text: v.string()}),
  v.object({
    ...at,
    type: v.literal('waiting'),
    what: v.string(),
    missing: v.pipe(v.array(nodeId), v.description('the nodes for which it waits')),
  }),
  v.object({
    ...at,
    type: v.literal('rest'),
    rest: v.optional(v.pipe(rest, v.description('missing if it goes on'))),
  }),
])

/** A line of --progress ndjson. */
export type ProgressFields = v.InferOutput<typeof progressEvent>
