import type {BackupDescription, BackupNode} from '../../../src/domain/backup.js'
import {type KeyInPieces, MOVE_DEFAULTS} from '../../../src/domain/move.js'
import type {NodeId} from '../../../src/domain/node.js'
import type {SavedPlan} from '../../../src/domain/operation.js'
import type {Event} from '../../../src/domain/outcome.js'
import type {SavedKey} from '../../../src/domain/saved-key.js'
import type {Step} from '../../../src/domain/step.js'

const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [NodeId, NodeId, NodeId]
const ranges = [
  {start: 0, end: 99},
  {start: 5461, end: 5461},
]
const AT = '2026-11-21T10:00:00.000Z'

/** A step of each kind, with all of its fields. */
export const STEPS: readonly Step[] = [
  {kind: 'assign-slots', node: A, ranges},
  {kind: 'set-epoch', node: A, epoch: 1},
  {kind: 'meet', nodes: [A, B, C], newcomers: [C]},
  {kind: 'replicate', node: C, primary: A},
  {kind: 'agree', nodes: [A, B], inAnyState: true, inAnyView: true, without: [C], inAnySync: true},
  {kind: 'migrate-slots', source: A, target: B, ranges, method: 'keys', after: [0, 4], vouched: true},
  {kind: 'copy-functions', from: A, node: C},
  {kind: 'forget', node: C, by: [A, B]},
  {kind: 'reset', node: C},
  {kind: 'close-slots', ranges, owner: A, marked: [B], expecting: [B]},
  {kind: 'close-slots', ranges, owner: undefined, marked: [B], expecting: []},
  {kind: 'claim-slots', node: A, ranges},
  {kind: 'adopt-keys', source: A, target: B, ranges, giveUp: true, discard: false},
  {kind: 'reveal-keys', node: A},
  {kind: 'failover', node: C, primary: A, withoutVotes: true},
  {kind: 'switch-over', node: C, primary: A},
  {kind: 'await-sync', nodes: [C]},
  {
    kind: 'restart',
    node: C,
    address: 'c:1',
    nodes: [A, C],
    command: 'true',
    shard: 1,
    runId: 'x',
    limitMs: 5,
    pauseMs: 0,
  },
  {kind: 'bump-epoch', node: B},
  {kind: 'end-atomic', node: A, method: 'atomic-valkey'},
]

/** A plan that has everything that plans can have. */
export const PLAN: SavedPlan = {
  command: 'fix',
  createdAt: AT,
  cluster: {
    seed: A,
    nodes: [
      {
        id: A,
        address: '10.0.0.1:7000',
        role: 'primary',
        primaryId: null,
        configEpoch: 3,
        slots: [{start: 0, end: 5460}],
        openSlots: [{slot: 7, direction: 'migrating', peer: B}],
        reachable: true,
      },
      {
        id: C,
        address: '10.0.0.3:7000',
        role: 'replica',
        primaryId: A,
        configEpoch: 3,
        slots: [],
        openSlots: [],
        reachable: false,
      },
    ],
    others: [{id: B, address: '10.0.0.2:7000'}],
  },
  options: {joinLimitMs: 60_000, moving: {...MOVE_DEFAULTS, pipeline: 100}},
  plan: {steps: STEPS, reasons: STEPS.map((_, at) => (at % 2 === 0 ? 'finish-move' : undefined))},
}

const IN_PIECES: readonly KeyInPieces[] = [
  {
    text: 'big',
    hex: '626967',
    slot: 7,
    db: 0,
    bytes: 100_000_000,
    outcome: 'moved',
    reason: undefined,
    attempts: 1,
    pieces: 900,
    milliseconds: 4000,
    sourcePauseMs: 3.1,
    targetPauseMs: 2.9,
  },
]

/** Events of an operation, as its journal records them. */
export const EVENTS: readonly Event[] = [
  {type: 'step-started', step: STEPS[5]!, index: 5, total: STEPS.length},
  {type: 'slots-opening', index: 5, ranges},
  {type: 'slots-moved', index: 5, ranges},
  {
    type: 'key-copying',
    index: 5,
    copy: {slot: 7, db: 0, key: Buffer.from('big'), copy: Buffer.from('clustertool:copy:1')},
  },
  {
    type: 'step-finished',
    index: 5,
    total: STEPS.length,
    result: {
      step: STEPS[5]!,
      status: 'failed',
      error: 'a.b: gone',
      milliseconds: 12,
      move: {
        method: 'keys',
        moved: ranges,
        open: [],
        unmoved: [],
        keys: 9,
        bytes: 1,
        longestPauseMs: 2.5,
        inPieces: IN_PIECES,
      },
    },
  },
]

/** A node's element in nodes.json, with all fields. */
export const BACKUP_NODE: BackupNode = {
  name: A,
  host: '10.0.0.1',
  port: 7000,
  replicate: null,
  slots: [[0, 5460], [16_383]],
  slots_count: 5462,
  flags: 'master',
  current_epoch: 1,
  cluster_errors: 1,
  migrating: {7: B},
  importing: {8: B},
  rdb: {
    file: `redis-node-10.0.0.1-7000-${A}.rdb`,
    bytes: 100,
    sha256: 'ab'.repeat(32),
    rdb_version: 11,
    software: 'redis',
    server_version: '7.2.0',
    started_at: AT,
    finished_at: AT,
    source: '10.0.0.1:7000',
    source_id: A,
    role: 'primary',
  },
  acl_users: ['user default on nopass ~* &* +@all'],
  functions: 'AAAA',
  complete: false,
}

export const DESCRIPTION: BackupDescription = {
  format: 'clustertool-backup',
  version: 1,
  clustertool: '0.1.0',
  created_at: AT,
  finished_at: AT,
  seed: '10.0.0.1:7000',
  complete: false,
  missing_slots: [[3], [5461, 10_922]],
  uncertain_slots: [[7]],
  missing_nodes: [{name: B, address: '10.0.0.2:7000', reason: 'gone'}],
}

export const LANES = new Map([
  [
    '10.0.0.9:6379 0',
    {
      tally: {
        from: 0,
        to: 2,
        source: '10.0.0.9:6379',
        keys: 9,
        imported: 4,
        same: 1,
        skipped: 0,
        conflicting: 0,
        gone: 1,
        left: 3,
      },
    },
  ],
])

export const SAVED_KEY: SavedKey = {
  node: '10.0.0.1:7000',
  db: 0,
  slot: 42,
  key: Buffer.from([0, 255, 10, 13]),
  timeToLiveMs: -1,
  payload: Buffer.from('payload'),
}
