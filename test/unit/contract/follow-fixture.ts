import type {CutoverResult} from '../../../src/domain/cutover.js'
import type {FollowedSource, FollowProgress} from '../../../src/domain/follow.js'
import type {CutoverOutcome} from '../../../src/operations/cut-over.js'

/** A source that is followed, with all that is told of it. */
export const FOLLOWED: FollowedSource = {
  name: '10.0.0.9:6379',
  phase: 'following',
  offset: 1000,
  received: 1600,
  lagBytes: 600,
  lagMs: 1250,
  spoolBytes: 2048,
  trouble: 'it closed the connection',
  isFull: false,
  clockAheadMs: -3,
  commands: 50,
  safe: 7,
  scripts: 1,
  unknown: 1,
  resyncs: 2,
  keys: 9,
  keysTotal: 10,
}

export const FOLLOW: FollowProgress = {
  sources: [FOLLOWED, {...FOLLOWED, name: '10.0.0.8:6379', trouble: undefined}],
  isReady: false,
  commandsPerSecond: 5012,
}

/** What a cutover found when both sides differed. */
export const DIFFERENT: CutoverResult = {
  status: 'different',
  reason: '1 of the keys that were compared differ',
  pausedMs: 120,
  drainedMs: 4,
  sample: 100,
  lasting: {source: 9, cluster: 8},
  differing: {count: 1, shown: [{key: 'a\u001bb', db: 3, what: 'the cluster does not have the key'}]},
}

export const EQUAL: CutoverResult = {
  ...DIFFERENT,
  status: 'equal',
  reason: undefined,
  sample: undefined,
  lasting: {source: 9, cluster: 9},
  differing: {count: 0, shown: []},
}

export const CUTOVER: CutoverOutcome = {
  status: 'different',
  operation: '2026-11-22T22-49-33-186Z-import-h-7-0',
  found: DIFFERENT,
  afterwards: 'unpause',
  stopped: DIFFERENT.reason,
}

export const CUT_OVER: CutoverOutcome = {
  ...CUTOVER,
  status: 'done',
  found: EQUAL,
  afterwards: 'readonly',
  stopped: undefined,
}
