import * as v from 'valibot'
import {count, finite} from './parts.js'

/** How far a source server is followed. */
export const followedSource = v.object({
  name: v.string(),
  phase: v.pipe(
    v.picklist(['attaching', 'copying', 'comparing', 'catching-up', 'following']),
    v.description('following: what clients write to the source is applied as it comes'),
  ),
  offset: v.pipe(count, v.description('bytes of the replication stream that are in the cluster')),
  received: v.pipe(count, v.description('bytes of it that have arrived')),
  lagBytes: count,
  lagMs: v.pipe(count, v.description('how long ago what is applied next has arrived')),
  spoolBytes: v.pipe(count, v.description('on disk')),
  trouble: v.optional(v.pipe(v.string(), v.description('why the stream does not come at present'))),
  isFull: v.pipe(v.boolean(), v.description('there is no room on disk')),
  clockAheadMs: v.pipe(
    finite,
    v.description('how far the clock of an owner is ahead, of the one that differs most'),
  ),
  commands: v.pipe(count, v.description('of the stream')),
  safe: v.pipe(count, v.description('of these, those whose keys were brought over again')),
  scripts: v.pipe(
    count,
    v.description('as clients sent them, which may have changed keys that they do not name'),
  ),
  unknown: v.pipe(count, v.description('commands that clustertool does not know')),
  resyncs: v.pipe(count, v.description('how often everything had to be compared')),
  keys: v.pipe(count, v.description('brought over or compared at the last beginning')),
  keysTotal: count,
})

/** How far an import that follows has come. */
export const followProgress = v.object({
  sources: v.array(followedSource),
  isReady: v.pipe(v.boolean(), v.description('it may be cut over')),
  commandsPerSecond: count,
})
