import {setTimeout as sleep} from 'node:timers/promises'
import type {AtomicMethod, MoveMethod} from '../../domain/move.js'
import type {StepOf} from '../../domain/step.js'
import {countSlots, type SlotRange, slotsOf, toRanges} from '../../domain/slot.js'

import {ReplyRefused, whenServerError} from '../../redis/errors.js'
import type {StepExecution} from '../step-execution.js'
import {describeRanges, runJob, strayKeysOf} from './atomic-job.js'
import {countKeysBySlot} from './by-keys/count-keys.js'
import {Endpoint, PLAIN_SERVER} from './by-keys/endpoint.js'
import {loadOf, nextJob} from './job-size.js'
import {moveByKeys} from './keys.js'
import {reasonFor, type MoveResult, type Mover} from './mover.js'
import {RETRY_AFTER_MS} from './retrying.js'

/** After this many failures the servers are not asked again. */
const MOST_FAILURES = 4

/**
 * Makes the servers move slots. A failed move is repeated with half the slots, a limited number of times (Valkey 9
 * fails under heavy writes, valkey#4545). The rest then moves key by key, and the user is told.
 */
export const moveAtomically: Mover = async (step, execution) => {
  const state: State = {
    step,
    execution,
    method: step.method as AtomicMethod,
    waiting: [step.ranges],
    moved: [],
    pauseMs: undefined,
    lastReason: '',
    keysBySlot: new Map(),
    bytesPerKey: undefined,
  }
  try {
    state.keysBySlot = await countKeys(step, execution)
    if (execution.moving.rate ?? execution.control.roomBytes) await prepareRate(state)
    const end = await runAll(state)
    if (end === 'fall-back') return await goOnByKeys(state)
    return endingOf(state, end === 'done' ? undefined : END_TEXTS[end](state))
  } catch (error) {
    return endingOf(state, reasonFor(error, execution))
  }
}

type State = {
  readonly step: StepOf<'migrate-slots'>
  readonly execution: StepExecution
  readonly method: AtomicMethod
  keysBySlot: ReadonlyMap<number, number>
  bytesPerKey: number | undefined
  readonly waiting: (readonly SlotRange[])[]
  readonly moved: SlotRange[]
  pauseMs: number | undefined
  lastReason: string
}

async function runAll(state: State): Promise<'done' | 'stopped' | 'left' | 'fall-back'> {
  const {step, execution, method, waiting} = state
  let failures = 0
  let waits = 0
  for (let ranges = waiting[0]; ranges; ranges = waiting[0]) {
    await untilNextJob(state)
    if (execution.signal.aborted) return 'stopped'
    ranges = takeJob(state, ranges)
    execution.tellSlots('opening', ranges)
    execution.control.delay = {kind: 'job', what: describeRanges(ranges)}
    const result = await runJob({step, method, ranges, execution})
    execution.control.delay = undefined
    if (result.outcome === 'moved') {
      waiting.shift()
      execution.tellSlots('moved', ranges)
      execution.control.noteLoad(loadOf(ranges, state))
      record(state, ranges, result.writePauseMs)
      continue
    }
    if (result.outcome === 'stopped') return 'stopped'
    state.lastReason = result.reason
    if (result.outcome === 'left') return 'left'
    const waitMs = result.outcome === 'again' ? RETRY_AFTER_MS[waits++] : undefined
    if (waitMs === undefined && ++failures >= MOST_FAILURES) return 'fall-back'
    if (waitMs === undefined) waiting.splice(0, 1, ...halves(ranges))
    else await sleep(waitMs)
  }
  return 'done'
}

/** Waits until the run is not paused, and the rate lets something be sent. */
async function untilNextJob({execution: {control, signal}}: State): Promise<void> {
  do {
    await control.untilFree(signal)
    await control.untilAdmitted(signal, {orHeld: true})
  } while (control.isHeld && !signal.aborted)
}

/** The slots of the next job: with a rate not all of the first ones that wait. */
function takeJob({waiting, execution, keysBySlot, bytesPerKey}: State, ranges: readonly SlotRange[]) {
  const {roomBytes} = execution.control
  const sizes = {rate: execution.moving.rate, roomBytes, keysBySlot, bytesPerKey}
  const {job, rest} = nextJob(ranges, sizes)
  if (rest.length > 0) waiting.splice(0, 1, job, rest)
  return job
}

async function prepareRate(state: State): Promise<void> {
  const {execution, step} = state
  const source = execution.session.node(step.source)
  const [bytes, {info}] = await Promise.all([
    source.contents.datasetBytes().catch(whenServerError(undefined)),
    source.read(),
  ])
  const keys = info?.keys.reduce((sum, one) => sum + one.keys, 0) ?? 0
  if (bytes !== undefined && keys > 0) state.bytesPerKey = bytes / keys
  execution.tellNote(
    'The servers move the slots themselves, and nothing slows them down while they do. They get small jobs, so that the limits are kept on average.',
  )
}

function record(state: State, ranges: readonly SlotRange[], pauseMs: number | undefined): void {
  state.moved.push(...ranges)
  if (pauseMs !== undefined) state.pauseMs = Math.max(state.pauseMs ?? 0, pauseMs)
  state.execution.tellProgress({
    slots: countSlots(state.step.ranges),
    slotsMoved: countSlots(state.moved),
    keys: keysIn(state, state.moved),
    keysTotal: keysIn(state, state.step.ranges),
    bytes: undefined,
    pauseMs,
  })
}

function halves(ranges: readonly SlotRange[]): SlotRange[][] {
  const slots = [...slotsOf(ranges)]
  const middle = Math.ceil(slots.length / 2)
  return [slots.slice(0, middle), slots.slice(middle)].map(toRanges).filter(({length}) => length > 0)
}

/**
 * The servers must have ended their jobs before this is called, because they refuse SETSLOT while a job is running.
 */
async function goOnByKeys(state: State): Promise<MoveResult> {
  const {step, execution, waiting, lastReason} = state
  const ranges = toRanges(slotsOf(waiting.flat()))
  const strays = await strayKeysOf({step, ranges, execution})
  if (strays !== undefined) return endingOf(state, `${lastReason}; ${strays}`)
  execution.tellNote(
    `The servers could not move slots ${describeRanges(ranges)} themselves (${lastReason}). These slots are moved key by key.`,
  )
  const rest = await moveByKeys({...step, method: 'keys', ranges}, execution)
  const moved = toRanges(slotsOf([...state.moved, ...rest.moved]))
  const pauses = [state.pauseMs, rest.longestPauseMs].flatMap((pause) => pause ?? [])
  return {
    ...rest,
    moved,
    keys: keysIn(state, state.moved) + rest.keys,
    longestPauseMs: pauses.length > 0 ? Math.max(...pauses) : undefined,
  }
}

const END_TEXTS: Readonly<Record<'stopped' | 'left', (state: State) => string>> = {
  stopped: ({moved, step}) =>
    `stopped after ${countSlots(moved)} of ${countSlots(step.ranges)} slots, as requested`,
  left: ({waiting, lastReason}) =>
    `the servers did not move slots ${describeRanges(toRanges(slotsOf(waiting[0] ?? [])))}: ${lastReason}`,
}

function endingOf(state: State, error: string | undefined): MoveResult {
  const method: MoveMethod = state.method
  return {
    method,
    moved: toRanges(slotsOf(state.moved)),
    open: [],
    unmoved: toRanges(slotsOf(state.waiting.flat())),
    keys: keysIn(state, state.moved),
    bytes: undefined,
    longestPauseMs: state.pauseMs,
    error,
  }
}

function keysIn({keysBySlot}: State, ranges: readonly SlotRange[]): number {
  let keys = 0
  for (const slot of slotsOf(ranges)) keys += keysBySlot.get(slot) ?? 0
  return keys
}

/** Only for the report: zero if they cannot be counted. */
async function countKeys(
  {source, ranges, method}: StepOf<'migrate-slots'>,
  {session}: StepExecution,
): Promise<Map<number, number>> {
  const keys = new Endpoint(session, {
    id: source,
    limitMs: session.options.commandTimeoutMs,
    traits: PLAIN_SERVER,
  })
  try {
    return await countKeysBySlot({keys, manyDatabases: method === 'atomic-valkey'}, [...slotsOf(ranges)])
  } catch (error) {
    if (error instanceof ReplyRefused) return new Map()
    throw error
  }
}
