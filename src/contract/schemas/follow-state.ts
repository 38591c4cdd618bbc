import * as v from 'valibot'
import {count} from './parts.js'

/** How far an import that follows its source has come. */
export const followState = v.object({
  version: v.literal(1),
  sources: v.pipe(
    v.array(
      v.object({
        name: v.pipe(v.string(), v.description('as the import names the server')),
        replid: v.pipe(v.string(), v.description('history of its replication stream')),
        offset: v.pipe(count, v.description('bytes of the stream whose commands are in the cluster')),
        database: v.pipe(v.optional(count), v.description('database of the commands that follow')),
        copied: v.pipe(v.boolean(), v.description('whether all keys were brought over')),
      }),
    ),
    v.description('by source server'),
  ),
  owners: v.pipe(
    v.array(v.strictTuple([v.string(), v.string()])),
    v.description('node ids of the owners, with the run ids that their servers had'),
  ),
})

/** What the file of an import that follows contains. */
export type FollowStateDocument = v.InferOutput<typeof followState>
