import * as v from 'valibot'
import {cutoverResult, afterwards} from './cutover.js'
import {followProgress} from './follow.js'
import {count, finite, hours, integer, moveMethod, nodeId, rate, throttleLimits, time} from './parts.js'

const text = v.pipe(v.string(), v.maxLength(1000))
const positive = v.pipe(integer, v.minValue(1))

const reading = v.object({
  what: v.picklist(['lag', 'latency', 'memory', 'evictions']),
  node: v.string(),
  value: v.pipe(
    v.nullable(finite),
    v.description('bytes, milliseconds, percent or keys; null: a replica that is not connected any more'),
  ),
  limit: finite,
})

/** Why an operation rests. */
export const rest = v.variant('kind', [
  v.object({kind: v.literal('paused'), by: text, since: time}),
  v.object({kind: v.literal('parallel'), most: positive}),
  v.object({kind: v.literal('hours'), hours, until: time}),
  v.object({kind: v.literal('throttle'), worst: reading}),
])

/** What holds an operation back most. */
export const hold = v.variant('kind', [
  ...rest.options,
  v.object({kind: v.literal('waiting'), what: v.string()}),
  v.object({kind: v.literal('key'), what: v.string()}),
  v.object({kind: v.literal('job'), what: v.string()}),
  v.object({kind: v.literal('rate'), rate}),
  v.object({kind: v.literal('max-pause'), maxPauseMs: finite}),
  v.object({kind: v.literal('throttle-slow'), worst: reading}),
  v.object({kind: v.literal('servers')}),
])

const settings = v.object({
  maxPauseMs: finite,
  window: positive,
  pipeline: v.optional(positive),
  rate: v.optional(rate),
  parallel: v.optional(positive),
  throttle: v.optional(throttleLimits),
  hours: v.optional(hours),
})

const progress = v.object({
  steps: count,
  stepsDone: count,
  slots: v.pipe(count, v.description('of all moves of the plan')),
  slotsMoved: count,
  keys: v.pipe(count, v.description('moved so far')),
  bytes: v.pipe(finite, v.description('of memory on the sources, as far as measured')),
  keysPerSecond: v.pipe(finite, v.description('in the last seconds')),
  bytesPerSecond: finite,
  secondsLeft: v.optional(
    v.pipe(finite, v.description('estimated; missing before anything has moved, and while it rests')),
  ),
})

const move = v.object({
  step: v.pipe(count, v.description('from 0')),
  source: nodeId,
  target: nodeId,
  method: moveMethod,
  slots: count,
  slotsMoved: count,
  keys: count,
  keysTotal: v.optional(count),
  rests: v.pipe(v.boolean(), v.description('it has nothing open and waits')),
})

/** Whether it runs. */
export const controlState = v.pipe(
  v.picklist(['running', 'pausing', 'paused', 'stopping']),
  v.description('pausing: what is under way has not ended yet'),
)

const OPERATION = {
  id: v.string(),
  command: v.string(),
  host: v.string(),
  pid: count,
  startedAt: time,
}

const runningOperation = v.object({...OPERATION, state: controlState, hold})

/** Running operations within another document. */
export const runningOperations = v.pipe(
  v.array(runningOperation),
  v.description('operations on this cluster that run on this machine and answer at once'),
)

/** A running operation within another document. */
export type RunningFields = v.InferOutput<typeof runningOperation>

/** What a running operation says about itself. */
const controlStatus = v.object({
  operation: v.object(OPERATION),
  nodes: v.array(v.object({id: nodeId, address: v.string()})),
  state: controlState,
  hold: v.pipe(hold, v.description('what holds it back most; servers: nothing but the servers')),
  progress,
  moves: v.pipe(v.array(move), v.description('that have begun and have not ended')),
  settings,
  follow: v.exactOptional(v.pipe(followProgress, v.description('of an import that follows its source'))),
  cutover: v.exactOptional(v.pipe(cutoverResult, v.description('what its first part has found'))),
})

/** The outcome of control. */
export const controlOutcome = v.object({
  did: v.picklist(['status', 'pause', 'resume', 'stop', 'set']),
  message: v.pipe(v.string(), v.description('what holds it back, in words')),
  ...controlStatus.entries,
})

const VERSION = {version: v.literal(1)}

/** Settings to change; null removes a limit. */
export const settingsChange = v.object({
  maxPauseMs: v.optional(v.pipe(finite, v.minValue(1))),
  window: v.optional(v.pipe(positive, v.maxValue(16_384))),
  pipeline: v.optional(v.nullable(positive)),
  rate: v.optional(v.nullable(rate)),
  parallel: v.optional(v.nullable(positive)),
  throttle: v.optional(v.nullable(throttleLimits)),
  hours: v.optional(v.nullable(hours)),
})

/** A line that the socket of an operation takes. */
export const controlRequest = v.variant('do', [
  v.object({...VERSION, do: v.literal('status')}),
  v.object({...VERSION, do: v.literal('pause'), by: text, limitMs: v.pipe(finite, v.minValue(0))}),
  v.object({...VERSION, do: v.literal('resume'), by: text}),
  v.object({...VERSION, do: v.literal('stop'), by: text}),
  v.object({...VERSION, do: v.literal('set'), by: text, settings: settingsChange}),
  v.object({
    ...VERSION,
    do: v.literal('cutover'),
    by: text,
    sample: v.optional(count),
    holdMs: v.pipe(finite, v.minValue(0)),
    afterwards,
  }),
  v.object({...VERSION, do: v.literal('end-cutover'), by: text, afterwards}),
])

/** A line that it answers. */
export const controlReply = v.union([
  v.object({...VERSION, status: controlStatus}),
  v.object({...VERSION, refused: v.string()}),
])

/** Settings to change. */
export type SettingsChangeFields = v.InferOutput<typeof settingsChange>

/** The first and the last line of the protocol, as they are written. */
export type ControlRequestLine = v.InferOutput<typeof controlRequest>
export type ControlReplyLine = v.InferOutput<typeof controlReply>
