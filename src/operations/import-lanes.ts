import {setTimeout as sleep} from 'node:timers/promises'
import {countKeys} from '../execution/import/chunks.js'
import {importDatabase, lookAgain} from '../execution/import/import-database.js'
import type {ImportJob, Lane} from '../execution/import/job.js'
import type {LaneState} from '../contract/import-state.js'
import type {ImportState} from '../journal/import-state.js'
import type {OpenedSource} from './import-sources.js'

export type OpenLane = {readonly opened: OpenedSource; readonly lane: Lane}

/**
 * How all lanes ended: the result of each server, and the number of owner failures after which all keys were looked
 * at again.
 */
export type AllEnds = {
  readonly ends: readonly PromiseSettledResult<boolean>[]
  readonly settledAfter: number
}

/** An owner that fails in each round will probably fail again. */
const MOST_ROUNDS = 4

/**
 * Imports the databases of all servers: servers in parallel, the databases of a server one after another. After an
 * owner has failed, a copy looks at all keys once more, because keys that had arrived may have been lost with it.
 */
export async function runLanes(
  lanes: readonly OpenLane[],
  state: ImportState,
  job: ImportJob,
): Promise<AllEnds> {
  const {owners, settings, signal, checked} = job
  for (let round = 1; ; round++) {
    const before = lanes.map(({lane}) => ({...lane.tally}))
    const settledAfter = owners.failures.length
    Object.assign(checked, {samples: 0, different: 0})
    // In the first round there are no counts to reset.
    for (const {lane} of lanes) lookAgain(lane)
    const ends = await Promise.allSettled(bySource(lanes).map((some) => runServer(some, state)))
    for (const [at, {lane}] of lanes.entries()) countOwn(lane, before[at])
    const isWhole = areWhole(ends)
    await untilAllAnswer(job, isWhole ? settings.patienceMs : 0)
    const isUnsettled = owners.failures.length > settledAfter
    const looksAgain = settings.copy && isUnsettled && isWhole && !signal.aborted
    if (!looksAgain || round === MOST_ROUNDS) return {ends, settledAfter}
  }
}

/** Whether all lanes finished. */
export function areWhole(ends: AllEnds['ends']): boolean {
  return ends.every((end) => end.status === 'fulfilled' && end.value)
}

const AGAIN_AFTER_MS = 200

/** An owner that is busy or fails over at the end is waited for; the counts show if one does not come back. */
async function untilAllAnswer({owners, signal, onEvent}: ImportJob, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs
  for (;;) {
    const silent = await owners.look()
    if (silent === undefined || signal.aborted || performance.now() > deadline) return
    onEvent({type: 'waiting', what: `all owners to answer: ${silent}`, missing: []})
    await sleep(AGAIN_AFTER_MS)
  }
}

/** What an earlier run of the same import has recorded; undefined if its keys are not in the cluster. */
export function lastRun(
  {lane, opened}: OpenLane,
  state: ImportState,
  keysOfCluster: number,
): LaneState | undefined {
  const last = state.of(nameOf({lane, opened}))
  // A cluster that was emptied in the meantime has fewer keys than it got.
  return last && keysOfCluster >= last.tally.imported + last.tally.same ? last : undefined
}

/** Returns whether all lanes finished. */
async function runServer(lanes: readonly OpenLane[], state: ImportState): Promise<boolean> {
  for (const one of lanes) if (!(await runUntilEmpty(one, state))) return false
  return true
}

/**
 * A server that took over after all keys had been read may not have heard of the last keys that left: a move reads it
 * again. Returns whether it finished.
 */
async function runUntilEmpty(one: OpenLane, state: ImportState): Promise<boolean> {
  const {lane} = one
  for (let round = 1; ; round++) {
    const {generation} = lane.source
    const before = {...lane.tally}
    if (!(await runLane(one, state))) return false
    if (round > 1) lane.tally.same -= Math.min(before.imported, lane.tally.same - before.same)
    const isSettled = lane.tally.left === 0 || lane.source.generation === generation
    if (lane.job.settings.copy || isSettled || round === MOST_ROUNDS) return true
    lookAgain(lane)
  }
}

/** Returns whether it finished. */
async function runLane({opened, lane}: OpenLane, state: ImportState): Promise<boolean> {
  const isWhole = await importDatabase(lane, () =>
    state.save(nameOf({opened, lane}), {tally: {...lane.tally}}),
  )
  // Keys that were moved are gone from the source.
  if (isWhole && !lane.job.settings.copy) lane.tally.left = await countKeys(lane)
  return isWhole
}

/** Keys that did not exist before this run, and exist now, were imported by it. */
function countOwn({tally}: Lane, before: Lane['tally'] | undefined): void {
  const own = Math.min(before?.imported ?? 0, Math.max(0, tally.same - (before?.same ?? 0)))
  tally.imported += own
  tally.same -= own
}

function nameOf({opened, lane}: OpenLane): string {
  return `${opened.runId ?? opened.facts.name} ${lane.tally.from}`
}

/** Servers in parallel, the databases of one after another. */
function bySource(lanes: readonly OpenLane[]): OpenLane[][] {
  const groups = new Map<OpenedSource, OpenLane[]>()
  for (const one of lanes) groups.set(one.opened, [...(groups.get(one.opened) ?? []), one])
  return [...groups.values()]
}
