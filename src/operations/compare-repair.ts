import type {CompareOutcome, CompareProposal, CompareRepair, CompareSettings} from '../domain/compare.js'
import {settleAll} from '../domain/settle-all.js'
import {compareLane, type CompareLane} from '../execution/compare/compare-lane.js'
import {absentKeys} from '../execution/compare/only-in-cluster.js'
import {dumpFromOwners, removeFromOwners} from '../execution/compare/owner-keys.js'
import {inBatches} from '../execution/import/batches.js'
import {openLane, Troubles} from '../execution/import/job.js'
import {sendChunk} from '../execution/import/send-chunk.js'
import {saveKeys} from '../journal/saved-keys.js'
import type {SizedKey} from '../redis/key-sizes.js'
import type {Comparison} from './compare-sides.js'
import type {ImportContext} from './import-context.js'

type RepairContext = Pick<ImportContext, 'stateFolder' | 'signal'> & {
  readonly confirm: (proposal: CompareProposal, outcome: CompareOutcome) => Promise<boolean>
}

const AT_ONCE = {keys: 1000, bytes: 16_000_000}

/** What is done to the keys of one database. */
type LaneRepair = {-readonly [K in keyof CompareRepair]: CompareRepair[K]}

/**
 * Makes the cluster equal to the source where they differ, after asking: brings keys over, and deletes those that only
 * the cluster has. What the cluster had is saved first. Then looks at these keys again.
 */
export async function repairKeys(
  comparison: Comparison,
  outcome: CompareOutcome,
  settings: CompareSettings,
  {stateFolder, signal, confirm}: RepairContext,
): Promise<CompareOutcome> {
  const {lanes} = comparison
  const bring = lanes.reduce((sum, {wanting}) => sum + wanting.length, 0)
  const toDelete = lanes.reduce((sum, {extras}) => sum + extras.size, 0)
  if (!(await confirm({source: outcome.source, bring, delete: toDelete}, outcome))) return outcome
  const all: LaneRepair = {brought: 0, deleted: 0, left: 0, savedIn: undefined}
  const troubles = new Troubles()
  const save: Save = async (keys) => {
    if (keys.length > 0) all.savedIn = await saveKeys(stateFolder, keys)
  }
  await settleAll(
    lanes.map(async (one) => {
      const into = lanes.filter(({tally}) => tally.to === one.tally.to)
      all.brought += await bringOver(one, save)
      all.deleted += await deleteExtras(one, into, save)
      all.left += await lookOnceMore(one, settings, troubles)
    }),
  )
  const isWhole = all.left === 0 && troubles.count === 0 && outcome.stopped === undefined && !signal.aborted
  return {
    ...outcome,
    status: isWhole ? 'fixed' : 'incomplete',
    stopped: signal.aborted ? 'it was interrupted' : outcome.stopped,
    troubles: {count: troubles.count, shown: [...troubles.shown]},
    repair: all,
  }
}

type Save = (keys: Awaited<ReturnType<typeof dumpFromOwners>>) => Promise<void>

/** Brings the keys of a lane over that the cluster does not have, or has otherwise. Returns their number. */
async function bringOver({lane, wanting}: CompareLane, save: Save): Promise<number> {
  const {job, source} = lane
  const nothing = {imported: 0, same: 0, skipped: 0, conflicting: 0, gone: 0}
  const sending = openLane(job, source, {...lane.tally, ...nothing})
  for (const keys of inBatches(wanting, AT_ONCE)) {
    if (job.signal.aborted) break
    await save(await dumpFromOwners(lane, keys))
    await sendChunk(sending, keys)
  }
  return sending.tally.imported
}

/** Deletes keys that only the cluster has, unless they were changed since. Returns their number. */
async function deleteExtras(
  {lane, extras}: CompareLane,
  into: readonly CompareLane[],
  save: Save,
): Promise<number> {
  let deleted = 0
  const all = [...extras.values()].map((key): SizedKey => ({key, bytes: undefined}))
  for (const keys of inBatches(all, AT_ONCE)) {
    if (lane.job.signal.aborted) break
    const saved = await dumpFromOwners(lane, await absentKeys(into, keys))
    await save(saved)
    deleted += await removeFromOwners(lane, saved)
  }
  return deleted
}

/** How many of the keys that differed still do. */
async function lookOnceMore(
  {lane, wanting, extras}: CompareLane,
  settings: CompareSettings,
  troubles: Troubles,
): Promise<number> {
  const again = compareLane(lane, settings, troubles)
  await again.doubts.add([...wanting, ...[...extras.values()].map((key) => ({key, bytes: undefined}))])
  await again.doubts.settle()
  return again.wanting.length + again.extras.size + again.tally.changing
}
