import type {CompareOutcome, CompareProposal, CompareRepair, CompareSettings} from '../domain/compare.js'
import {ClusterToolError} from '../domain/errors.js'
import type {SavedKey} from '../domain/saved-key.js'
import {
  compareLane,
  type CompareLane,
  differenceText,
  refuseReplaced,
} from '../execution/compare/compare-lane.js'
import {lookOnSource} from '../execution/compare/only-in-cluster.js'
import {dumpFromOwners, removeFromOwners, replaceOnOwners} from '../execution/compare/owner-keys.js'
import {inBatches} from '../execution/import/batches.js'
import {dumpKeys} from '../execution/import/dump-keys.js'
import {Troubles} from '../execution/import/job.js'
import type {SizedKey} from '../redis/key-sizes.js'
import {saveBefore} from './compare-save.js'
import type {Comparison} from './compare-sides.js'
import type {ImportContext} from './import-context.js'

export type RepairContext = Pick<ImportContext, 'stateFolder' | 'signal'> & {
  /** Asks before the cluster is made equal to the source; only true means yes. */
  readonly confirm: (proposal: CompareProposal, outcome: CompareOutcome) => Promise<boolean>
}

/** Their values are in memory, and in the file, at the same time. */
const AT_ONCE = {keys: 200, bytes: 8_000_000}

type RepairTally = {-readonly [K in keyof CompareRepair]: CompareRepair[K]}
type Save = (keys: readonly SavedKey[]) => Promise<void>

/**
 * Makes the cluster equal to the source where they differ, after asking: brings keys over, and deletes those that only
 * the cluster has. What the cluster had is saved first, and a key that a client has changed since is left alone. Then
 * looks at these keys again. What goes wrong is in the outcome.
 */
export async function repairKeys(
  comparison: Comparison,
  outcome: CompareOutcome,
  settings: CompareSettings,
  {stateFolder, signal, confirm}: RepairContext,
): Promise<CompareOutcome> {
  const proposal = proposalOf(comparison, outcome)
  const all = proposal.bring + proposal.delete
  if (all === 0 || !(await confirm(proposal, outcome))) return outcome
  const done: RepairTally = {brought: 0, deleted: 0, left: all, savedIn: undefined}
  const save: Save = async (keys) => {
    done.savedIn = (await saveBefore(stateFolder, keys)) ?? done.savedIn
  }
  const troubles = new Troubles()
  const failure = await repairAll(comparison, {done, save, settings, troubles}).catch(asFailure)
  const broken = signal.aborted ? 'it was interrupted' : failure?.message
  if (broken === undefined) return ended(outcome, done, {troubles, stopped: outcome.stopped})
  // They have not been looked at again.
  done.left = Math.max(0, all - done.brought - done.deleted)
  return ended(outcome, done, {troubles: outcome.troubles, stopped: broken})
}

function proposalOf({lanes}: Comparison, {source}: CompareOutcome): CompareProposal {
  return {
    source,
    bring: lanes.reduce((sum, {wanting}) => sum + wanting.length, 0),
    delete: lanes.reduce((sum, {extras}) => sum + extras.size, 0),
  }
}

function ended(
  outcome: CompareOutcome,
  repair: CompareRepair,
  {troubles, stopped}: Pick<CompareOutcome, 'troubles' | 'stopped'>,
): CompareOutcome {
  const {count, shown} = troubles
  const status = stopped === undefined && repair.left === 0 ? 'fixed' : 'incomplete'
  return {...outcome, status, stopped, troubles: {count, shown: [...shown]}, repair}
}

function asFailure(error: unknown): ClusterToolError {
  if (error instanceof ClusterToolError) return error
  throw error
}

type Repairing = {
  readonly done: RepairTally
  readonly save: Save
  readonly settings: CompareSettings
  readonly troubles: Troubles
}

/** One lane after the other, so that what is done before a failure is known. */
async function repairAll(
  {lanes}: Comparison,
  {done, save, settings, troubles}: Repairing,
): Promise<undefined> {
  for (const one of lanes) {
    const into = lanes.filter(({tally}) => tally.to === one.tally.to)
    await bringOver(one, save, (keys) => (done.brought += keys))
    await deleteExtras(one, into, {save, onDeleted: (keys) => (done.deleted += keys)})
  }
  let left = 0
  for (const one of lanes) left += await lookOnceMore(one, settings, troubles)
  done.left = left
}

/** Brings the keys of a lane over that the cluster does not have, or has otherwise. */
async function bringOver(
  {lane, wanting}: CompareLane,
  save: Save,
  onBrought: (keys: number) => void,
): Promise<void> {
  const {signal} = lane.job
  for (const keys of inBatches(wanting, AT_ONCE)) {
    const had = await dumpFromOwners(lane, keys)
    // After a signal, not all of them were dumped.
    if (signal.aborted) return
    await save(had.map(({saved}) => saved))
    const before = new Map(had.map(({key, dumped}) => [key.toString('hex'), dumped]))
    const dumped = await dumpKeys(
      lane,
      keys.map(({key}) => key),
    )
    await refuseReplaced(lane)
    const fresh = dumped.flatMap((one) => (one === undefined || one instanceof Error ? [] : [one]))
    const replaced = fresh.map((one) => ({...one, before: before.get(one.key.toString('hex'))}))
    onBrought(await replaceOnOwners(lane, replaced))
  }
}

/** Deletes keys that only the cluster has. */
async function deleteExtras(
  {lane, extras}: CompareLane,
  into: readonly CompareLane[],
  {save, onDeleted}: {readonly save: Save; readonly onDeleted: (keys: number) => void},
): Promise<void> {
  for (const keys of inBatches([...extras.values()], AT_ONCE)) {
    const had = await dumpFromOwners(lane, keys)
    if (lane.job.signal.aborted) return
    await save(had.map(({saved}) => saved))
    // Last, because a client of the source may have made the key by now. A source that lost its data has none.
    const {absent} = await lookOnSource(into, had)
    for (const one of into) await refuseReplaced(one.lane)
    onDeleted(await removeFromOwners(lane, absent))
  }
}

/** How many of the keys that differed still do. */
async function lookOnceMore(
  {lane, wanting, extras}: CompareLane,
  settings: CompareSettings,
  troubles: Troubles,
): Promise<number> {
  const again = compareLane(lane, settings, troubles)
  const keys: SizedKey[] = [...wanting, ...extras.values()]
  await again.doubts.add(keys)
  await again.doubts.settle()
  for (const {key} of again.extras.values())
    troubles.add({key, db: lane.tally.to, what: differenceText('extra')})
  return again.wanting.length + again.extras.size + again.tally.changing
}
