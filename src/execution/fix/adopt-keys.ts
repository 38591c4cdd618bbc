import {ClusterToolError} from '../../domain/errors.js'
import type {StepOf} from '../../domain/plan.js'
import {formatRanges, slotsOf, toRanges} from '../../domain/slot.js'
import {moveErrorKind} from '../../redis/move-error.js'
import type {StepExecution} from '../execution.js'
import {listHeaps} from '../move/by-keys/heaps.js'
import type {Job} from '../move/by-keys/job.js'
import type {Heap} from '../move/by-keys/pace.js'
import {prepareJob} from '../move/by-keys/prepare.js'
import {changesOf, tellSlots} from '../move/by-keys/tell-slots.js'
import {type Conflicts, resolveConflicts} from './conflicts.js'

/**
 * Sends keys to the owner of their slots from a node that is not, or not rightly, their owner. What the owner has too is
 * compared with its copy and deleted when it is the same; what differs is saved and deleted when that was agreed to, and
 * stays otherwise, in which case this rejects in the end.
 */
export async function adoptKeys(step: StepOf<'adopt-keys'>, execution: StepExecution): Promise<void> {
  const {source, target, ranges} = step
  const job = await prepareJob(
    {kind: 'migrate-slots', source, target, ranges, method: 'keys', after: []},
    execution,
  )
  const slots = [...slotsOf(ranges)]
  const own = (await execution.session.node(source).clusterNodes()).find(({myself}) => myself)
  const marked = new Set(own?.openSlots.map(({slot}) => slot))
  const found: Conflicts = {same: 0, saved: 0, kept: 0, keptIn: new Set(), file: undefined}
  for (let at = 0; at < slots.length; at += job.settings.window) {
    if (execution.signal.aborted) throw stopped(at, slots.length)
    await adoptWindow(job, step, {slots: slots.slice(at, at + job.settings.window), found, marked})
  }
  for (const note of notesOf(job, found)) execution.tellNote(note)
  if (found.kept > 0) throw differing(job, found)
}

type Window = {
  readonly slots: readonly number[]
  readonly found: Conflicts
  /** Slots that were open on the source before. */
  readonly marked: ReadonlySet<number>
}

async function adoptWindow(
  job: Job,
  step: StepOf<'adopt-keys'>,
  {slots, found, marked}: Window,
): Promise<void> {
  const {source, target} = job
  // A node that does not own a slot sends keys of it only while it is open there.
  if (!step.giveUp) await tellSlots(source, changesOf(slots, {state: 'importing', peer: target.id}))
  for (let heaps = await listHeaps(job, slots); heaps.length > 0;) {
    const busy = await send(job, heaps)
    const before = found.kept
    await resolveConflicts(job, busy, {found, discard: step.discard})
    if (found.kept > before) break
    heaps = await listHeaps(job, slots)
  }
  const clear = slots.filter((slot) => !found.keptIn.has(slot))
  // What had a mark before, and still has keys, keeps it: Redis 8.4 and later delete keys with the mark.
  const done = slots.filter((slot) => !found.keptIn.has(slot) || !marked.has(slot))
  if (!step.giveUp) await tellSlots(source, changesOf(done, {state: 'stable'}))
  else if (clear.length > 0) await giveUp(job, clear)
}

/** The server refuses when keys have come meanwhile; such a slot is for the next run. */
async function giveUp({source, target}: Job, slots: readonly number[]): Promise<void> {
  await tellSlots(source, changesOf(slots, {state: 'node', peer: target.id}), {last: true})
}

/** Returns heaps of which the target had keys already. */
async function send(job: Job, heaps: readonly Heap[]): Promise<Heap[]> {
  const left = [...heaps]
  const busy: Heap[] = []
  while (left.length > 0) {
    const bite = job.pace.take(left, job.settings.maxPauseMs / 4)
    const start = performance.now()
    const batches = bite.heaps.map((heap) => ({db: heap.db, keys: heap.keys.map(({key}) => key)}))
    const replies = await job.keys.with((client) => client.migrate(batches, job.migrateTarget, false))
    job.pace.learn(bite, Math.max(0.01, performance.now() - start))
    bite.heaps.forEach((heap, at) => {
      const error = replies[at]
      if (!error) return
      if (moveErrorKind(error) !== 'busy-key') throw refusal(job, heap.slot, error)
      busy.push(heap)
    })
  }
  return busy
}

function notesOf({source, target}: Job, {same, saved, file}: Conflicts): string[] {
  return [
    ...(same > 0
      ? [`${same} keys of ${source.name} were the same on ${target.name}, so the copies were deleted.`]
      : []),
    ...(saved > 0
      ? [
          `${saved} keys of ${source.name} differed from those of ${target.name}; they were saved to ${file} and deleted.`,
        ]
      : []),
  ]
}

function differing({source, target}: Job, {kept, keptIn}: Conflicts): ClusterToolError {
  return new ClusterToolError(
    'INCOMPLETE',
    `${kept} keys of slots ${formatRanges(toRanges(keptIn))} differ between ${source.name} and their owner ${target.name}; ` +
      'both copies were left. --accept-data-loss saves those of the former to a file and deletes them',
  )
}

function refusal({source, target}: Job, slot: number, error: Error): ClusterToolError {
  return new ClusterToolError(
    'INCOMPLETE',
    `keys of slot ${slot} do not go from ${source.name} to ${target.name}: ${error.message}`,
    {cause: error},
  )
}

function stopped(done: number, all: number): ClusterToolError {
  return new ClusterToolError('CANCELLED', `stopped after ${done} of ${all} slots, as asked`)
}
