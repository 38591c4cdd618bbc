import type {ControlMove, ControlStatus, HoldReason, RestReason} from '../domain/control.js'
import {count} from '../domain/count.js'
import {hoursText} from '../domain/hours.js'
import {byteSizeText} from '../domain/byte-size.js'
import {rateText} from '../domain/rate.js'
import {type ThrottleReading, throttleText} from '../domain/throttle.js'
import {followLine} from './follow-text.js'
import type {NameOf} from './names.js'
import {list, printable} from './words.js'

const REST_TEXTS: {readonly [K in RestReason['kind']]: (rest: RestReason & {kind: K}) => string} = {
  paused: ({by, since}) => `Paused by ${printable(by)} since ${secondOf(since)}.`,
  hours: ({hours, until}) => `Waiting until ${secondOf(until)}: slots move only within ${hoursText(hours)}.`,
  throttle: ({worst}) => `Stopped for a while by --throttle: ${readingText(worst)}.`,
  parallel: ({most}) => `Waiting: only ${count(most, 'move')} may run at the same time (parallel=${most}).`,
}

const HOLD_TEXTS: {readonly [K in HoldReason['kind']]: (hold: HoldReason & {kind: K}) => string} = {
  ...REST_TEXTS,
  waiting: ({what}) => `Waiting for the servers: ${printable(what)}`,
  key: ({what}) => `A big key holds it back: ${printable(what)}.`,
  job: ({what}) => `The servers are moving slots ${printable(what)} themselves, as fast as they can.`,
  'throttle-slow': ({worst}) => `Slowed down by --throttle: ${readingText(worst)}.`,
  rate: ({rate}) => `The rate holds it back: ${rateText(rate)}.`,
  'max-pause': ({maxPauseMs}) =>
    `The longest pause holds it back: clients use the source, so batches are far shorter than ${maxPauseMs} ms.`,
  servers: () => 'Nothing holds it back: it is as fast as the servers.',
}

const READING_TEXTS: {readonly [K in ThrottleReading['what']]: (value: number, limit: number) => string} = {
  lag: (value, limit) => `is ${byteSizeText(value)} behind (limit ${byteSizeText(limit)})`,
  latency: (value, limit) => `takes ${value.toFixed(1)} ms for a PING (limit ${limit} ms)`,
  memory: (value, limit) => `uses ${Math.floor(value)}% of its maxmemory (limit ${limit}%)`,
  evictions: (value) => `has evicted ${count(value, 'key')}`,
}

/** `10.0.0.1:7000 takes 12.3 ms for a PING (limit 5 ms)`. */
function readingText({what, node, value, limit}: ThrottleReading): string {
  const text = value === null ? 'is not connected to its primary any more' : READING_TEXTS[what](value, limit)
  return `${printable(node)} ${text}`
}

/** Why an operation rests, as a sentence. */
export function restText(rest: RestReason): string {
  return (REST_TEXTS[rest.kind] as (rest: RestReason) => string)(rest)
}

/** What holds an operation back most, as a sentence. */
export function holdText({state, hold, moves}: Pick<ControlStatus, 'state' | 'hold' | 'moves'>): string {
  if (state === 'stopping') return 'Stopping at the next safe point.'
  const text = (HOLD_TEXTS[hold.kind] as (hold: HoldReason) => string)(hold)
  return state === 'pausing' ? `Not paused yet: ${pendingText(moves)} ${text}` : text
}

/** What has to end before an operation is paused. */
function pendingText(moves: readonly ControlMove[]): string {
  const busy = moves.filter(({rests}) => !rests)
  const atomic = busy.filter(({method}) => method !== 'keys')
  if (busy.length === 0) return 'a step that cannot be paused has to end first.'
  if (atomic.length > 0) {
    return `the servers still carry out ${count(atomic.length, 'job')}, which cannot be paused; no further one starts.`
  }
  return `the slots that are open are moved to the end first (${count(busy.length, 'move')}); no further ones are opened.`
}

/** A running operation: first what holds it back, then how far it is, and its settings. */
export function controlText(status: ControlStatus, nameOf: NameOf): string {
  const {operation, moves} = status
  const {command, pid, host, startedAt, id} = operation
  return [
    holdText(status),
    '',
    `${printable(command)}, process ${pid} on ${printable(host)}, since ${secondOf(startedAt)} (${printable(id)})`,
    status.follow ? `Progress: ${followLine(status.follow)}` : progressLine(status),
    ...moves.slice(0, SHOWN).map((move) => `  ${moveText(move, nameOf)}`),
    ...(moves.length > SHOWN ? [`  and ${moves.length - SHOWN} more`] : []),
    settingsLine(status),
  ].join('\n')
}

const SHOWN = 8

function progressLine({progress}: ControlStatus): string {
  const {steps, stepsDone, slots, slotsMoved, keys, bytes, keysPerSecond, bytesPerSecond, secondsLeft} =
    progress
  const facts = [
    ...(steps > 0 ? [`${stepsDone} of ${count(steps, 'step')} done`] : []),
    ...(slots > 0 ? [`${slotsMoved} of ${count(slots, 'slot')}`] : []),
    ...(keys > 0 ? [`${count(keys, 'key')}${bytes > 0 ? ` (${byteSizeText(bytes)})` : ''}`] : []),
    ...(keysPerSecond > 0
      ? [`${keysPerSecond} keys/s${bytesPerSecond > 0 ? `, ${byteSizeText(bytesPerSecond)}/s` : ''}`]
      : []),
    ...(secondsLeft === undefined ? [] : [`about ${leftText(secondsLeft)} left`]),
  ]
  return `Progress: ${facts.join(', ')}`
}

/** `4.2 s`, `3 min`, `2.5 h`. */
function leftText(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

function moveText(move: ControlMove, nameOf: NameOf): string {
  const {step, source, target, method, slots, slotsMoved, keys, keysTotal, rests} = move
  const sent = keysTotal === undefined || keysTotal === 0 ? '' : `, ${keys} of ${count(keysTotal, 'key')}`
  const how = method === 'keys' ? '' : ', by the servers'
  return `[${step + 1}] ${nameOf(source)} > ${nameOf(target)}: ${slotsMoved} of ${count(slots, 'slot')}${sent}${how}${rests ? ', at rest' : ''}`
}

function settingsLine({settings}: ControlStatus): string {
  const {maxPauseMs, rate, window, pipeline, parallel, throttle, hours} = settings
  const words = [
    `max-pause=${maxPauseMs}ms`,
    `rate=${rate ? rateText(rate) : 'none'}`,
    `window=${window}`,
    `pipeline=${pipeline ?? 'none'}`,
    `parallel=${parallel ?? 'none'}`,
    ...(throttle ? [`throttle=${throttleText(throttle)}`] : []),
    ...(hours ? [`window-of=${hoursText(hours)}`] : []),
  ]
  return `Settings: ${words.join(' ')}`
}

/** A time in a readable form, to the second. */
function secondOf(time: string): string {
  return printable(time)
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z')
}

/** Several operations that run, one line each: what to name to control one of them. */
export function operationLines(running: readonly ControlStatus[]): string[] {
  return running.map(({operation: {id, command, pid}, nodes, state}) => {
    const where = list(nodes.slice(0, 2).map(({address}) => printable(address)))
    return `${printable(id)}: ${printable(command)} of ${where}, process ${pid}, ${state}`
  })
}
