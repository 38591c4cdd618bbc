import {isBug, unlessBug} from '../../domain/bug.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ConflictPolicy} from '../../domain/move.js'
import type {StepOf} from '../../domain/step.js'
import {slotsOf} from '../../domain/slot.js'
import {moveErrorKind} from '../../redis/move-error.js'
import type {StepExecution, StepReport} from '../step-execution.js'
import {listKeyGroups} from '../move/by-keys/key-groups.js'
import {mostGroups, sendPlainly} from '../move/by-keys/send-batch.js'
import {dropCopies} from '../move/in-pieces/drop-copies.js'
import {resolveConflicts} from '../move/conflicts.js'
import {listKeys} from '../move/key-name.js'
import type {Job} from '../move/by-keys/job.js'
import type {KeyGroup} from '../move/by-keys/pace.js'
import {prepareJob} from '../move/by-keys/prepare.js'
import {changesOf, tellSlots} from '../move/by-keys/tell-slots.js'
import {Patience} from '../move/retrying.js'

/**
 * Moves keys to the owner of their slots from a node that should not have them. Keys that the owner also has are
 * compared with its copy, and deleted if they are equal. If they differ and the step says which copy counts, the
 * other one is saved and deleted. Otherwise both stay, and the report names the keys. All other keys are moved.
 */
export async function adoptKeys(
  step: StepOf<'adopt-keys'>,
  execution: StepExecution,
): Promise<StepReport | void> {
  const {source, target, ranges} = step
  const job = await prepareJob(
    {kind: 'migrate-slots', source, target, ranges, method: 'keys', after: []},
    execution,
  )
  const slots = [...slotsOf(ranges)]
  try {
    for (let at = 0; at < slots.length; at += job.settings.window) {
      if (execution.signal.aborted) throw stopped(at, slots.length)
      await adoptWindow(job, step, slots.slice(at, at + job.settings.window))
    }
  } catch (error) {
    throw withKept(job, error)
  } finally {
    // Also if a later slot fails: copies that were deleted exist nowhere else.
    for (const note of notesOf(job)) execution.tellNote(note)
  }
  // Nodes that both own slots must not hear of each other while both have keys of these slots.
  if (job.conflicts.kept.size > 0) return {error: differing(job), ...(!step.giveUp && {goesOn: 'all'})}
}

async function adoptWindow(job: Job, step: StepOf<'adopt-keys'>, slots: readonly number[]): Promise<void> {
  try {
    await adoptSome(job, step, slots)
  } catch (error) {
    if (isBug(error) && !step.giveUp) await closeAgain(job, slots).catch(unlessBug)
    throw error
  }
}

/** After a bug, no slot stays open that was not open before. Its keys are as stray as they were. */
async function closeAgain({source, openBefore}: Job, slots: readonly number[]): Promise<void> {
  const opened = slots.filter((slot) => !openBefore.has(slot))
  await tellSlots(source, changesOf(opened, {state: 'stable'}))
}

async function adoptSome(job: Job, step: StepOf<'adopt-keys'>, slots: readonly number[]): Promise<void> {
  const {source, target, settings} = job
  // A node that does not own a slot sends keys of it only while the slot is open there.
  if (!step.giveUp) await tellSlots(source, changesOf(slots, {state: 'importing', peer: target.id}))
  await bringAll(job, slots, step.discard ? 'keep-owner' : settings.conflicts)
  const {keptIn} = job.conflicts
  const clear = slots.filter((slot) => !keptIn.has(slot))
  // A slot whose keys wait for a decision stays open, so that check reports it until then. Redis ignores gossip about
  // open slots, so the source is told of the new owner here.
  const kept = slots.filter((slot) => keptIn.has(slot))
  if (!step.giveUp) await tellSlots(source, changesOf(kept, {state: 'node', peer: target.id}))
  if (!step.giveUp) await tellSlots(source, changesOf(clear, {state: 'stable'}))
  else if (clear.length > 0) await giveUp(job, clear)
}

/** The server refuses if keys have arrived in the meantime; such a slot is left to the next run. */
async function giveUp({source, target}: Job, slots: readonly number[]): Promise<void> {
  await tellSlots(source, changesOf(slots, {state: 'node', peer: target.id}), {last: true})
}

/**
 * Sends keys until the source has none left, except those of which both copies are kept. Throws INCOMPLETE at a
 * permanent refusal.
 */
async function bringAll(job: Job, slots: readonly number[], policy: ConflictPolicy): Promise<void> {
  const patience = new Patience()
  for (
    let groups = await listKeyGroups(job, slots);
    groups.length > 0;
    groups = await listKeyGroups(job, slots)
  ) {
    const {busy, trouble} = await send(job, await dropCopies(job, groups))
    await resolveConflicts(job, busy, {owner: 'target', policy, found: job.conflicts})
    await patience.bear(trouble)
  }
}

type SentGroups = {
  /** Groups of keys that the target already had. */
  readonly busy: readonly KeyGroup[]
  /** A temporary refusal; what came after it was not sent. */
  readonly trouble: Error | undefined
}

async function send(job: Job, groups: readonly KeyGroup[]): Promise<SentGroups> {
  const left = [...groups]
  const busy: KeyGroup[] = []
  let trouble: Error | undefined
  while (left.length > 0 && !trouble) {
    const batch = job.pace.take(left, job.settings.maxPauseMs / 4, mostGroups(job))
    const replies = await sendPlainly(job, batch)
    for (const [at, group] of batch.groups.entries()) {
      const error = replies[at]
      if (!error) continue
      const kind = moveErrorKind(error)
      if (kind === 'busy-key') busy.push(group)
      else if (kind === 'try-again') trouble = refusal(job, group.slot, error)
      else throw refusal(job, group.slot, error)
    }
  }
  return {busy, trouble}
}

function notesOf({source, target, conflicts: {same, saved, file}}: Job): string[] {
  return [
    ...(same > 0
      ? [`${same} keys of ${source.name} were the same on ${target.name}, so the copies were deleted.`]
      : []),
    ...(saved > 0
      ? [
          `${saved} keys differed between ${source.name} and ${target.name}; the copies that were not kept were saved to ${file} and deleted.`,
        ]
      : []),
  ]
}

function differing({source, target, conflicts: {kept}}: Job): string {
  return (
    `${source.name} and ${target.name}, the owner, have different copies of ${listKeys([...kept.values()])}; both were kept. ` +
    'Choose with --conflicts keep-owner or keep-other, which saves the other copy to a file'
  )
}

/** Why it ended early, and the keys about which nobody has decided so far. */
function withKept(job: Job, error: unknown): unknown {
  if (job.conflicts.kept.size === 0 || !(error instanceof Error) || isBug(error)) return error
  const code = error instanceof ClusterToolError ? error.code : 'INCOMPLETE'
  return new ClusterToolError(code, `${error.message}; in addition, ${differing(job)}`, {cause: error})
}

function refusal({source, target}: Job, slot: number, error: Error): ClusterToolError {
  return new ClusterToolError(
    'INCOMPLETE',
    `keys of slot ${slot} cannot be moved from ${source.name} to ${target.name}: ${error.message}`,
    {cause: error},
  )
}

function stopped(done: number, all: number): ClusterToolError {
  return new ClusterToolError('CANCELLED', `stopped after ${done} of ${all} slots, as requested`)
}
