import * as v from 'valibot'
import {count} from './parts.js'

/** What became of the keys of one database of one source. */
export const importTally = v.object({
  from: v.pipe(count, v.description('database of the source')),
  to: v.pipe(count, v.description('database of the cluster')),
  source: v.string(),
  keys: v.pipe(count, v.description("by the source's own count when the import began")),
  imported: count,
  same: v.pipe(count, v.description('keys that the cluster already had with the same value')),
  skipped: v.pipe(
    count,
    v.description('keys that the cluster had with another value, and that were not changed'),
  ),
  conflicting: count,
  gone: v.pipe(count, v.description('expired or deleted meanwhile')),
  left: v.pipe(count, v.description('still on the source at the end')),
})

/** How far an import has come. */
export const importState = v.object({
  version: v.literal(1),
  lanes: v.pipe(
    v.array(v.strictTuple([v.string(), v.object({tally: importTally})])),
    v.description('by server and database'),
  ),
})

/** What the file of an interrupted import contains. */
export type ImportStateDocument = v.InferOutput<typeof importState>
