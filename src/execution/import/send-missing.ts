import {settleAll} from '../../domain/settle-all.js'
import {whenAway} from '../../redis/connection-lost.js'
import type {SizedKey} from '../../redis/key-client.js'
import {chunksOf} from './chunks.js'
import type {Lane} from './job.js'
import {sendChunk} from './send-chunk.js'

/** Looks for every key of a database of the source in the cluster, and sends those that are not there. */
export async function sendMissing(lane: Lane): Promise<void> {
  for await (const {keys} of chunksOf(lane, '0', () => undefined)) {
    const missing = await missingOf(lane, keys)
    if (missing.length > 0) await sendAgain(lane, missing)
    if (lane.job.signal.aborted) return
  }
}

/** Those that turn out to be there, as their owner did not say so just now, have been counted before. */
async function sendAgain(lane: Lane, keys: readonly SizedKey[]): Promise<void> {
  const {tally} = lane
  const own = {...tally, imported: 0, skipped: 0, conflicting: 0}
  await sendChunk({...lane, tally: own}, keys)
  tally.imported += own.imported
  tally.skipped += own.skipped
  tally.conflicting += own.conflicting
}

async function missingOf({job, tally}: Lane, keys: readonly SizedKey[]): Promise<SizedKey[]> {
  const parts = await settleAll(
    [...job.owners.group(keys)].map(async ([owner, some]) => {
      if (owner === undefined) return some
      const found = await job.owners
        .use(owner, (client) =>
          client.exist(
            tally.to,
            some.map(({key}) => key),
          ),
        )
        .catch(whenAway([]))
      // What cannot be told is left to sendChunk, which asks again.
      return some.filter((_, at) => found[at] !== true)
    }),
  )
  return parts.flat()
}
