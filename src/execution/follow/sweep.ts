import type {StreamKey} from '../../domain/follow.js'
import {inBatches} from '../import/batches.js'
import {chunksOf} from '../import/chunks.js'
import {type Lane, tellKeys} from '../import/job.js'
import {verdictsOn} from '../import/verdicts.js'
import {inParts} from '../../redis/pieces/piece.js'
import type {SizedKey} from '../../redis/key-sizes.js'
import type {StepControl} from '../control/control.js'
import {type Bringing, bringKeys, placeNow, putAll, readAt} from './bring-keys.js'

/** A server serves nobody else while it reads these. */
const AT_ONCE = {keys: 200, bytes: 1_000_000}
/** As many batches are under way at the same time. */
const BATCHES = 4
const LOOKED_FOR = 1000

/**
 * Brings all keys of a database of the source over; if `compares`, only those that the cluster does not have as they are on
 * the source. Clients may change them meanwhile: what they change has to be brought over once more afterwards. Throws what
 * `bringKeys` throws.
 */
export async function sweepDatabase(lane: Lane, bringing: Bringing, compares: boolean): Promise<void> {
  const {control, signal} = lane.job
  const own = control.beginNext()
  const flights = new Set<Promise<void>>()
  try {
    for await (const {keys} of chunksOf(lane, () => undefined)) {
      const owned = keys.filter(({key}) => lane.source.owns(key))
      // A reader that is behind would take old values for the same.
      if (compares) await placeNow(bringing)
      const wanted = compares ? await differing(lane, owned) : owned
      for (const batch of inBatches(wanted, AT_ONCE)) {
        await admit(own, batch, signal)
        if (signal.aborted) return
        const flight = bringBatch(lane, bringing, batch)
        // Its failure is thrown when it is awaited.
        flight.catch(() => undefined)
        flights.add(flight)
        if (flights.size < BATCHES) continue
        const [first] = flights
        await first
        if (first) flights.delete(first)
      }
      if (compares) tellSame(lane, owned.length - wanted.length)
    }
    await Promise.all(flights)
  } finally {
    await Promise.allSettled(flights)
    control.end(own.index)
  }
}

/** Waits until as much may be sent. */
async function admit(own: StepControl, keys: readonly SizedKey[], signal: AbortSignal): Promise<void> {
  await own.untilFree(signal)
  await own.untilAdmitted(signal)
  own.noteLoad({keys: keys.length, bytes: keys.reduce((sum, {bytes}) => sum + (bytes ?? 0), 0)})
}

async function bringBatch(lane: Lane, bringing: Bringing, keys: readonly SizedKey[]): Promise<void> {
  const {from} = lane.tally
  const bare = keys.map(({key}) => key)
  await putAll(bringing, bringing.databaseFor(from), await readAt(bringing, from, bare, 0))
  tellKeys(lane, keys)
}

function tellSame(lane: Lane, count: number): void {
  lane.job.progress.keys += count
}

async function differing(lane: Lane, keys: readonly SizedKey[]): Promise<SizedKey[]> {
  const verdicts = await verdictsOn(lane, keys)
  return verdicts.flatMap(([key, verdict]) => (verdict === 'equal' ? [] : [key]))
}

/**
 * Deletes what a node of the cluster has of a database and the source does not have. `inCluster`: a lane whose source is
 * that node.
 */
export async function sweepExtras(inCluster: Lane, source: Lane, bringing: Bringing): Promise<void> {
  const db = source.tally.from
  for await (const {keys} of chunksOf(inCluster, () => undefined)) {
    const own = keys.filter(({key}) => inCluster.source.owns(key) && source.source.owns(key))
    for (const part of inParts(own, LOOKED_FOR)) {
      const bare = part.map(({key}) => key)
      const found = await source.source.use('read', (client) => client.exist(db, bare))
      const gone = bare.flatMap((key, at): StreamKey[] => (found[at] === false ? [{db, key}] : []))
      await bringKeys(bringing, gone, 0, () => undefined)
    }
    if (inCluster.job.signal.aborted) return
  }
}
