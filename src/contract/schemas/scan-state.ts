import * as v from 'valibot'
import {count, nodeId} from './parts.js'

const bytesOfKey = v.pipe(v.string(), v.regex(/^(?:[\da-f]{2})*$/), v.description('in hexadecimal'))

/** How far a scan for big keys has come. */
export const scanState = v.object({
  version: v.literal(1),
  nodes: v.array(
    v.object({
      node: nodeId,
      process: v.pipe(v.string(), v.description('the run id of the server')),
      total: v.pipe(count, v.description('keys of the node when the scan began')),
      scanned: count,
      bytes: v.pipe(count, v.description('memory of the keys that were scanned')),
      left: v.pipe(
        v.array(v.object({db: count, cursor: v.pipe(v.string(), v.regex(/^\d+$/))})),
        v.description('databases that are not read yet, and the cursor of SCAN'),
      ),
      largest: v.array(v.object({db: count, key: bytesOfKey, bytes: count})),
      prefixes: v.array(
        v.object({
          prefix: v.optional(v.pipe(bytesOfKey, v.description('missing: all others'))),
          keys: count,
          bytes: count,
          biggest: count,
        }),
      ),
    }),
  ),
})

/** What the file of an interrupted scan contains. */
export type ScanStateDocument = v.InferOutput<typeof scanState>
