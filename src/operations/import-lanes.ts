import {countKeys} from '../execution/import/chunks.js'
import {importDatabase} from '../execution/import/import-database.js'
import type {Lane} from '../execution/import/job.js'
import {sendMissing} from '../execution/import/send-missing.js'
import type {ImportState} from '../journal/import-state.js'
import type {OpenedSource} from './import-sources.js'

export type OpenLane = {readonly opened: OpenedSource; readonly lane: Lane}

/** How the databases of one server ended: whether to their end, and whether from where another run had stopped. */
export type LanesEnd = {readonly isWhole: boolean; readonly resumed: boolean}

/**
 * Imports the databases of one server, one after another, each from where another run of the same import has stopped.
 * `before`: keys that the cluster had. Throws what `importDatabase` throws.
 */
export async function runLanes(
  lanes: readonly OpenLane[],
  state: ImportState,
  before: number,
): Promise<LanesEnd> {
  let resumed = false
  for (const {opened, lane} of lanes) {
    const name = `${opened.runId ?? opened.facts.name} ${lane.tally.from}`
    const cursor = takeUp(lane, state.of(name), before)
    resumed ||= cursor !== '0'
    const isWhole = await importDatabase(lane, cursor, (next) => {
      // Keys that are left alone are to be told by the next run too.
      if (next !== '0' && lane.troubles.count === 0) state.save(name, {cursor: next, tally: {...lane.tally}})
    })
    if (!isWhole || !(await finish(lane, cursor !== '0'))) return {isWhole: false, resumed}
  }
  return {isWhole: true, resumed}
}

/** Where to begin, with what was counted up to there. */
function takeUp({job, tally}: Lane, last: ReturnType<ImportState['of']>, before: number): string {
  // What is moved is gone from the source, so that nothing needs to be skipped there.
  if (!job.settings.copy || last === undefined) return '0'
  const {imported, same, skipped, gone} = last.tally
  // A cluster that was emptied meanwhile has less than was brought to it.
  if (before < imported + same) return '0'
  Object.assign(tally, {imported: 0, same: same + imported, skipped, gone})
  job.progress.keys += imported + same + skipped + gone
  return last.cursor
}

/** Looks once more where keys may be missing. Returns whether it came to its end. */
async function finish(lane: Lane, resumed: boolean): Promise<boolean> {
  const {job, tally} = lane
  if (!job.settings.copy) {
    tally.left = await countKeys(lane)
    return true
  }
  // Those before the cursor were not looked at by this run, and an owner that failed may have lost some.
  if (!resumed && !job.owners.haveFailed) return true
  await sendMissing(lane)
  return !job.signal.aborted
}
