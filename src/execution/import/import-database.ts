import {chunksOf} from './chunks.js'
import type {Lane} from './job.js'
import {sendChunk} from './send-chunk.js'

/** While some chunks are on their way the next is read. */
const CHUNKS_AT_ONCE = 4

/**
 * Imports the keys of one database, from a cursor on. `onSettled`: called with a cursor before which every key has been
 * dealt with. Returns whether all were; a signal stops it between two chunks. Throws what `sendChunk` throws, when what
 * is under way has come to its end.
 */
export async function importDatabase(
  lane: Lane,
  cursor: string,
  onSettled: (cursor: string) => void,
): Promise<boolean> {
  const inFlight: Promise<string>[] = []
  let isOver = false
  const settleOne = async () => {
    const next = await inFlight.shift()
    if (next !== undefined) onSettled(next)
  }
  try {
    for await (const chunk of chunksOf(lane, cursor, () => startAnew(lane))) {
      const sent = sendChunk(lane, chunk.keys).then(() => chunk.next)
      // Its failure is thrown when its turn comes.
      sent.catch(() => undefined)
      inFlight.push(sent)
      if (inFlight.length >= CHUNKS_AT_ONCE) await settleOne()
      isOver = chunk.next === '0'
      if (lane.job.signal.aborted) break
    }
    while (inFlight.length > 0) await settleOne()
    return isOver
  } finally {
    await Promise.allSettled(inFlight)
  }
}

/** All keys are looked at once more; those that arrived are found there. */
function startAnew({tally, job}: Lane): void {
  job.progress.keys -= tally.imported + tally.same + tally.skipped + tally.conflicting + tally.gone
  Object.assign(tally, {imported: 0, same: 0, skipped: 0, conflicting: 0, gone: 0})
}
