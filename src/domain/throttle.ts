import type {NodeId} from './node.js'
import {byteSizeText, parseByteSize} from './byte-size.js'

/** What must not be reached while slots move; undefined: does not matter. */
export type ThrottleLimits = {
  /** Bytes that a replica of an end may be behind. */
  readonly lagBytes?: number
  /** Milliseconds of a PING to an end. */
  readonly latencyMs?: number
  /** Percent of the target's maxmemory; with it, nothing may be evicted there either. */
  readonly memoryPercent?: number
}

/** One thing that is watched, as it is now. `limit` is in the same unit. */
export type ThrottleReading = {
  readonly what: 'lag' | 'latency' | 'memory' | 'evictions'
  /** The node that it is about: `host:port`. */
  readonly node: string
  /** Null: a replica that is not connected any more. */
  readonly value: number | null
  readonly limit: number
}

/** `slow`: sends with breaks. `stop`: starts nothing new. The reading is the worst one. */
export type Throttled = {readonly level: 'slow' | 'stop'; readonly worst: ThrottleReading}

/** What was decided before, and how many readings in a row were well since. */
export type ThrottleState = {readonly throttled: Throttled | undefined; readonly wellFor: number}

export const NOT_THROTTLED: ThrottleState = {throttled: undefined, wellFor: 0}

/** From this part of a limit on, it is slowed down; below it, things are well. */
const SLOW_FROM = 0.7
/** So many readings have to be well before it goes on. */
const WELL_READINGS = 4

/**
 * Decides by new readings. Stops as soon as a limit is reached, and slows down near one. Goes on only when all readings
 * have been well for some time, so that it does not change its mind with each reading.
 */
export function throttle(before: ThrottleState, readings: readonly ThrottleReading[]): ThrottleState {
  const worst = readings.toSorted((a, b) => partOf(b) - partOf(a))[0]
  const part = worst ? partOf(worst) : 0
  if (worst && part >= 1) return {throttled: {level: 'stop', worst}, wellFor: 0}
  const {throttled} = before
  if (worst && part >= SLOW_FROM) return {throttled: {level: throttled?.level ?? 'slow', worst}, wellFor: 0}
  const wellFor = before.wellFor + 1
  if (throttled && wellFor < WELL_READINGS) return {throttled, wellFor}
  return {throttled: undefined, wellFor}
}

function partOf({value, limit}: ThrottleReading): number {
  return value === null ? Infinity : value / limit
}

const READ: Readonly<Record<string, (value: string) => Partial<ThrottleLimits> | undefined>> = {
  lag: (value) => {
    const lagBytes = /[a-z]$/i.test(value) ? parseByteSize(value) : undefined
    return lagBytes ? {lagBytes} : undefined
  },
  latency: (value) => {
    const latencyMs = Number(/^(\d+(?:\.\d+)?)ms$/.exec(value)?.[1] ?? 0)
    return latencyMs > 0 ? {latencyMs} : undefined
  },
  memory: (value) => {
    const memoryPercent = Number(/^(\d{1,3})%$/.exec(value)?.[1] ?? 0)
    return memoryPercent >= 1 && memoryPercent <= 100 ? {memoryPercent} : undefined
  },
}

/** Limits such as `lag=10MB,latency=5ms,memory=90%`; undefined if the text is none. */
export function parseThrottle(text: string): ThrottleLimits | undefined {
  const parts = text.split(',').map((word) => {
    const [name = '', value = '', ...more] = word.split('=')
    return more.length > 0 || !Object.hasOwn(READ, name) ? undefined : READ[name]?.(value)
  })
  if (parts.includes(undefined)) return undefined
  return Object.assign({}, ...parts) as ThrottleLimits
}

/** `lag=10MB,latency=5ms,memory=90%`, as `parseThrottle` reads it. */
export function throttleText({lagBytes, latencyMs, memoryPercent}: ThrottleLimits): string {
  return [
    ...(lagBytes === undefined ? [] : [`lag=${byteSizeText(lagBytes)}`]),
    ...(latencyMs === undefined ? [] : [`latency=${latencyMs}ms`]),
    ...(memoryPercent === undefined ? [] : [`memory=${memoryPercent}%`]),
  ].join(',')
}

/** What a node says about its load: see `NodeClient.pulse`. */
export type NodePulse = {
  /** Milliseconds of a PING. */
  readonly pingMs: number
  /** Bytes that it has sent to its replicas since ever. */
  readonly offset: number
  /** Its replicas, and what each has confirmed. */
  readonly replicas: readonly {readonly name: string; readonly offset: number; readonly isOnline: boolean}[]
  readonly usedMemory: number
  /** Bytes; 0 means no limit. */
  readonly maxMemory: number
  /** Keys that it has evicted since it was started. */
  readonly evicted: number
}

/** The pulses of one end over the last seconds, oldest first. */
export type EndPulses = {
  readonly id: NodeId
  readonly name: string
  readonly isTarget: boolean
  readonly pulses: readonly (NodePulse & {readonly at: number})[]
  /** Replicas that were connected at any time since the move began. */
  readonly replicas: ReadonlySet<string>
}

/** Replicas confirm once a second what they have processed, so less than that says nothing. */
const CONFIRMED_MS = 1200

/** What the pulses of an end say about the limits. Without a pulse it says nothing. */
export function readingsOf(end: EndPulses, limits: ThrottleLimits): ThrottleReading[] {
  return [...lagReadings(end, limits), ...latencyReadings(end, limits), ...memoryReadings(end, limits)]
}

/** Bytes that may still be brought to a target until its limit of memory is reached; undefined without one. */
export function roomIn({isTarget, pulses}: EndPulses, {memoryPercent}: ThrottleLimits): number | undefined {
  const last = pulses.at(-1)
  if (!isTarget || !last || memoryPercent === undefined || last.maxMemory === 0) return undefined
  return Math.max(0, (last.maxMemory * memoryPercent) / 100 - last.usedMemory)
}

/** A replica that is not connected any more is behind by more than anything. One that gets its first copy is not. */
function lagReadings({pulses, replicas}: EndPulses, {lagBytes: limit}: ThrottleLimits): ThrottleReading[] {
  const last = pulses.at(-1)
  if (!last || limit === undefined) return []
  const sent = pulses.findLast(({at}) => at <= last.at - CONFIRMED_MS)?.offset ?? 0
  return [...replicas].map((node) => {
    const now = last.replicas.find(({name}) => name === node)
    const value = now?.isOnline ? Math.max(0, sent - now.offset) : null
    return {what: 'lag', node, value, limit}
  })
}

const PINGS = 5

/** The one in the middle of the last pings: one that came during a batch does not matter. */
function latencyReadings({name, pulses}: EndPulses, {latencyMs: limit}: ThrottleLimits): ThrottleReading[] {
  const last = pulses.slice(-PINGS).map(({pingMs}) => pingMs)
  if (limit === undefined || last.length === 0) return []
  const value = last.toSorted((a, b) => a - b)[Math.floor(last.length / 2)] ?? 0
  return [{what: 'latency', node: name, value, limit}]
}

function memoryReadings(
  {name, isTarget, pulses}: EndPulses,
  {memoryPercent}: ThrottleLimits,
): ThrottleReading[] {
  const [first, last] = [pulses[0], pulses.at(-1)]
  if (!isTarget || !first || !last || memoryPercent === undefined || last.maxMemory === 0) return []
  const value = (last.usedMemory * 100) / last.maxMemory
  const evicted = last.evicted - first.evicted
  return [
    {what: 'memory', node: name, value, limit: memoryPercent},
    ...(evicted > 0 ? [{what: 'evictions' as const, node: name, value: evicted, limit: 1}] : []),
  ]
}
