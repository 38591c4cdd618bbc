import * as v from 'valibot'
import {finding} from './finding.js'
import {followedSource} from './follow.js'
import {importTally} from './import-state.js'
import {count, finite, role, slotRanges, time} from './parts.js'
import {NODE_REF, nodeRef} from './refs.js'

/** The outcome of backup. */
export const backupOutcome = v.object({
  status: v.picklist(['done', 'incomplete']),
  dir: v.string(),
  kept: v.pipe(v.boolean(), v.description('whether the saved files are in the folder')),
  files: v.array(
    v.object({
      primary: nodeRef,
      source: v.pipe(nodeRef, v.description('the node that wrote it')),
      role,
      status: v.picklist(['saved', 'failed']),
      file: v.string(),
      error: v.optional(v.string()),
      bytes: v.optional(count),
      sha256: v.optional(v.string()),
      rdbVersion: v.optional(count),
      checksum: v.optional(
        v.pipe(
          v.picklist(['verified', 'none']),
          v.description('whether the checksum of the RDB was compared'),
        ),
      ),
      slots: slotRanges,
      milliseconds: finite,
    }),
  ),
  missingSlots: slotRanges,
  uncertainSlots: slotRanges,
  missingNodes: v.pipe(
    v.array(v.object({...NODE_REF, slots: slotRanges, reason: v.string()})),
    v.description('primaries with slots that could not be read from the start'),
  ),
  notes: v.array(v.string()),
  restoreServer: v.optional(
    v.pipe(
      v.object({
        needs: v.pipe(v.string(), v.description('servers that read the files, in words')),
        here: v.optional(
          v.pipe(
            v.object({program: v.string(), software: v.picklist(['redis', 'valkey']), version: v.string()}),
            v.description('a program on this machine that reads them'),
          ),
        ),
        fits: v.pipe(
          v.boolean(),
          v.description('whether the cluster that was saved understands what that program sends'),
        ),
      }),
      v.description('what a restore needs'),
    ),
  ),
  findings: v.array(finding),
})

const troubles = v.object({
  count,
  shown: v.pipe(
    v.array(
      v.object({
        key: v.pipe(v.string(), v.description('for reading')),
        hex: v.pipe(v.string(), v.description('exact')),
        db: count,
        message: v.string(),
      }),
    ),
    v.description('the first hundred'),
  ),
})

/** The outcome of import and restore. */
export const importOutcome = v.object({
  status: v.pipe(
    v.picklist(['done', 'nothing-to-do', 'planned', 'cancelled', 'incomplete']),
    v.description('cancelled: the answer to the question was no'),
  ),
  source: v.string(),
  databases: v.array(importTally),
  stopped: v.optional(v.pipe(v.string(), v.description('why it ended early'))),
  resumed: v.boolean(),
  since: v.optional(
    v.pipe(time, v.description('of a copy: writes on the source after this time may not be in the cluster')),
  ),
  cautions: v.array(v.string()),
  notes: v.array(v.string()),
  troubles: v.pipe(troubles, v.description('keys that are wrong')),
  samples: v.object({compared: count, different: count}),
  clusterKeys: v.optional(v.object({before: count, after: v.optional(count)})),
  evicted: count,
  missing: count,
  milliseconds: count,
  bytes: count,
  followed: v.exactOptional(
    v.pipe(v.array(followedSource), v.description('with --follow: how far each source server was followed')),
  ),
})

/** The outcome of verify. */
export const verifyOutcome = v.object({
  status: v.picklist(['same', 'different']),
  dir: v.string(),
  files: v.array(
    v.object({file: v.string(), db: count, keys: count, same: count, different: count, missing: count}),
  ),
  clusterKeys: count,
  troubles,
})

const keysFound = {same: count, missing: count, different: count}

/** The outcome of compare. */
export const compareOutcome = v.object({
  status: v.pipe(
    v.picklist(['same', 'different', 'incomplete', 'fixed']),
    v.description(
      'incomplete: it is not known of all keys; fixed: they were different, and are not any more',
    ),
  ),
  source: v.string(),
  sample: v.optional(v.pipe(count, v.description('how many keys of each side; all if it is missing'))),
  databases: v.array(
    v.object({
      source: v.string(),
      from: v.pipe(count, v.description('database of the source')),
      to: v.pipe(count, v.description('database of the cluster')),
      keys: v.pipe(count, v.description("by the source's own count when the comparison began")),
      ...keysFound,
      changing: v.pipe(count, v.description('clients changed them each time that they were looked at')),
    }),
  ),
  cluster: v.array(
    v.object({
      db: count,
      keys: count,
      looked: v.pipe(count, v.description('keys that were looked for on the source')),
      extra: v.pipe(count, v.description('keys that only the cluster has')),
    }),
  ),
  stopped: v.optional(v.pipe(v.string(), v.description('why it is not known of all keys'))),
  troubles: v.pipe(troubles, v.description('keys that differ; with repair, those that still do')),
  repair: v.optional(
    v.object({
      brought: count,
      deleted: count,
      left: v.pipe(count, v.description('still different')),
      savedIn: v.optional(v.pipe(v.string(), v.description('file with what the cluster had'))),
    }),
  ),
  milliseconds: count,
})
