import {bytesOf, partsOf} from './batches.js'
import {chunksOf} from './chunks.js'
import {type Lane, Troubles} from './job.js'
import {sendChunk} from './send-chunk.js'

/** The next chunk is read while these are being sent. */
const CHUNKS_AT_ONCE = 4

/**
 * A chunk that is being sent. It has counts of its own, because the recorded counts must not include later chunks.
 */
type Flight = {
  readonly lane: Lane
  /** How often everything had started from the beginning when it was read. */
  readonly round: number
  readonly sent: Promise<void>
}

/**
 * Imports the keys of one database. `onSettled`: called when all keys that are counted have been processed. Returns
 * whether all keys were; a signal stops it between two chunks. Throws what `sendChunk` throws, after the chunks in
 * flight have ended.
 */
export async function importDatabase(lane: Lane, onSettled: () => void): Promise<boolean> {
  const {control, signal} = lane.job
  const own = control.beginNext()
  const flights: Flight[] = []
  let round = 0
  let isOver = false
  const settleOne = async () => {
    const [flight] = flights
    if (!flight) return
    try {
      await flight.sent
    } finally {
      flights.shift()
      addTo(lane, flight, flight.round === round)
    }
    if (flight.round === round) onSettled()
  }
  const startAnew = () => {
    round++
    lookAgain(lane)
  }
  try {
    for await (const {keys, next} of chunksOf(lane, startAnew)) {
      for (const part of partsOf(keys, control.settings.rate)) {
        if (own.isHeld) while (flights.length > 0) await settleOne()
        await own.untilFree(signal)
        await own.untilAdmitted(signal)
        own.noteLoad({keys: part.length, bytes: bytesOf(part)})
        flights.push(start(lane, part, round))
        if (flights.length >= CHUNKS_AT_ONCE) await settleOne()
      }
      isOver = next === '0'
      if (signal.aborted) break
    }
    while (flights.length > 0) await settleOne()
    return isOver
  } finally {
    await Promise.allSettled(flights.map(({sent}) => sent))
    control.end(own.index)
    for (const flight of flights) addTo(lane, flight, flight.round === round)
  }
}

const NOTHING = {imported: 0, same: 0, skipped: 0, conflicting: 0, gone: 0}

function start(lane: Lane, keys: Parameters<typeof sendChunk>[1], round: number): Flight {
  const own: Lane = {...lane, tally: {...lane.tally, ...NOTHING}, troubles: new Troubles()}
  const sent = sendChunk(own, keys)
  // Its failure is thrown when it is awaited.
  sent.catch(() => undefined)
  return {round, lane: own, sent}
}

/** Of a chunk that was read before everything started again, only counts that will not occur again are added. */
function addTo(
  {tally, troubles, job}: Lane,
  {lane: {tally: own, troubles: told}}: Flight,
  isNew: boolean,
): void {
  if (isNew || !job.settings.copy) {
    tally.imported += own.imported
    tally.same += own.same
    tally.gone += own.gone
  }
  if (!isNew) return
  tally.skipped += own.skipped
  tally.conflicting += own.conflicting
  troubles.addAll(told)
}

/** All keys of the source are read once more and counted again. Those that were copied are found in the cluster. */
export function lookAgain({tally, troubles, job}: Lane): void {
  troubles.clear()
  job.progress.keys -= tally.skipped + tally.conflicting
  Object.assign(tally, {skipped: 0, conflicting: 0})
  if (!job.settings.copy) return
  job.progress.keys -= tally.imported + tally.same + tally.gone
  Object.assign(tally, NOTHING)
}
