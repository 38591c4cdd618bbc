import * as v from 'valibot'
import {count, finite, slot, time} from './parts.js'
import {NODE_REF, nodeRef} from './refs.js'

/** The outcome of big-keys. */
export const bigKeysOutcome = v.object({
  takenAt: time,
  status: v.pipe(
    v.picklist(['done', 'stopped', 'incomplete']),
    v.description('stopped: by a signal; incomplete: a node could not be read to the end'),
  ),
  resumed: v.pipe(v.boolean(), v.description('it continued an interrupted scan')),
  resumable: v.pipe(v.boolean(), v.description('--resume can continue it')),
  scanned: v.pipe(count, v.description('keys whose size was read')),
  total: v.pipe(count, v.description('keys of the nodes when the scan began')),
  bytes: v.pipe(count, v.description('memory of the keys that were scanned')),
  elapsedMs: finite,
  keys: v.pipe(
    v.array(
      v.object({
        node: nodeRef,
        db: count,
        slot,
        key: v.pipe(v.string(), v.description('for reading')),
        hex: v.pipe(v.string(), v.description('exact')),
        type: v.optional(v.string()),
        bytes: v.pipe(count, v.description('MEMORY USAGE, which estimates')),
        pauseMs: v.pipe(
          finite,
          v.description('milliseconds for which moving it key by key would block both nodes, estimated'),
        ),
      }),
    ),
    v.description('the biggest first'),
  ),
  prefixes: v.pipe(
    v.array(
      v.object({
        prefix: v.optional(v.pipe(v.string(), v.description('for reading; missing: all others'))),
        hex: v.optional(v.pipe(v.string(), v.description('exact'))),
        keys: count,
        bytes: count,
        biggest: v.pipe(count, v.description('bytes of the biggest key')),
      }),
    ),
    v.description('of all keys that were scanned, the one with the most memory first, at most 1000'),
  ),
  nodes: v.array(
    v.object({
      ...NODE_REF,
      scanned: count,
      total: count,
      complete: v.boolean(),
      error: v.optional(v.string()),
    }),
  ),
})
