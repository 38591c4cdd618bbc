import type {Dumped} from '../../redis/slot-client.js'
import type {Job} from '../move/by-keys/job.js'
import type {Heap} from '../move/by-keys/pace.js'

/** What became of keys that two nodes have. */
export type Conflicts = {
  same: number
  saved: number
  kept: number
  readonly keptIn: Set<number>
  file: string | undefined
}

export type Resolving = {
  readonly found: Conflicts
  /** Whether the source's copy of keys that differ may be deleted, once it is saved. */
  readonly discard: boolean
}

/** Values may be large, and both copies are held at a time. */
const COMPARED_AT_ONCE = 50

/** Looks at keys of the source that its target has too. */
export async function resolveConflicts(
  job: Job,
  heaps: readonly Heap[],
  {found, discard}: Resolving,
): Promise<void> {
  for (const heap of heaps) {
    for (let at = 0; at < heap.keys.length; at += COMPARED_AT_ONCE) {
      const keys = heap.keys.slice(at, at + COMPARED_AT_ONCE).map(({key}) => key)
      await resolveSome(job, {...heap, keys}, {found, discard})
    }
  }
}

type Some = {readonly slot: number; readonly db: number; readonly keys: readonly Buffer[]}

async function resolveSome(job: Job, {slot, db, keys}: Some, {found, discard}: Resolving): Promise<void> {
  const [ours, theirs] = await Promise.all([
    job.keys.with((client) => client.dump(db, keys)),
    job.target.with((client) => client.dump(db, keys)),
  ])
  const pairs = keys.flatMap((key, at) => {
    const [own, other] = [ours[at], theirs[at]]
    return own && other ? [{key, own, isSame: isSameValue(own, other)}] : []
  })
  const same = pairs.filter(({isSame}) => isSame).map(({key, own}) => ({key, payload: own}))
  const different = pairs.filter(({isSame}) => !isSame)
  // One that a client changes just now stays, and is looked at once more.
  found.same += await removeAll(job, db, same)
  if (different.length === 0) return
  if (!discard) {
    found.kept += different.length
    found.keptIn.add(slot)
    return
  }
  const left = different.map(({key}) => key)
  const times = await job.keys.with((client) => client.timesToLive(db, left))
  found.file = await job.execution.saveKeys(
    different.map(({key, own}, at) => ({
      node: job.source.name,
      db,
      slot,
      key,
      timeToLiveMs: times[at] ?? -1,
      payload: own,
    })),
  )
  found.saved += await removeAll(
    job,
    db,
    different.map(({key, own}) => ({key, payload: own})),
  )
}

async function removeAll({keys}: Job, db: number, dumped: readonly Dumped[]): Promise<number> {
  if (dumped.length === 0) return 0
  const gone = await keys.with((client) => client.removeIfSame(db, dumped))
  return gone.filter(Boolean).length
}

/** DUMP ends with the version of the format and a checksum over all; values are the same when what is before these is. */
function isSameValue(a: Buffer, b: Buffer): boolean {
  return a.subarray(0, -FOOTER_BYTES).equals(b.subarray(0, -FOOTER_BYTES))
}

const FOOTER_BYTES = 10
