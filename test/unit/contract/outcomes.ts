import type {CallOutcome, ConfigureOutcome} from '../../../src/domain/answer.js'
import type {BackupOutcome} from '../../../src/domain/backup.js'
import type {FindingCode, FindingOf} from '../../../src/domain/finding.js'
import type {ImportOutcome} from '../../../src/domain/import.js'
import type {JudgedOperation} from '../../../src/domain/operation.js'
import type {
  ChangeOutcome,
  CheckOutcome,
  CreateOutcome,
  Event,
  SlotOutcome,
} from '../../../src/domain/outcome.js'
import type {SettingsOutcome} from '../../../src/domain/setting.js'
import type {VerifyOutcome} from '../../../src/domain/verify.js'
import {planBackup} from '../../../src/planning/backup.js'
import {id, snapshot} from '../../support/snapshot.js'
import {failed, nodeAt, ok} from '../report/answers-fixture.js'
import {shard} from '../report/layout-fixture.js'
import {BACKUP_NODE, EVENTS, LANES, PLAN, STEPS} from './good.js'

const [A, B] = [id('a'), id('b')]
const head = {nodes: [A, B], ranges: [{start: 3, end: 9}]}
const AT = '2026-11-21T10:00:00.000Z'
const differences = [
  {ranges: [{start: 3, end: 9}], says: A, others: undefined},
  {ranges: [{start: 11, end: 11}], says: undefined, others: B},
]
const open = {code: 'slots-open', ...head, direction: 'migrating', peer: B} as const
const disagree = {code: 'views-disagree', ...head, differences} as const

/** A finding of each code. */
const EACH: {readonly [C in FindingCode]: FindingOf<C>} = {
  'slots-uncovered': {code: 'slots-uncovered', ...head, lastOwners: [{node: A, ranges: head.ranges}]},
  'slots-open': open,
  'views-disagree': disagree,
  'slots-claimed-twice': {code: 'slots-claimed-twice', ...head},
  'cluster-state-fail': {code: 'cluster-state-fail', ...head},
  'keys-in-foreign-slots': {code: 'keys-in-foreign-slots', ...head, keys: 4},
  'keys-hidden': {code: 'keys-hidden', ...head, keys: 4},
  'node-failed': {code: 'node-failed', ...head, seenBy: [B], answers: true},
  'node-suspected': {code: 'node-suspected', ...head, seenBy: [B]},
  'node-handshake': {code: 'node-handshake', ...head, seenBy: [B]},
  'node-without-address': {code: 'node-without-address', ...head, seenBy: [B]},
  'node-unreachable': {code: 'node-unreachable', ...head, reason: 'gone'},
  'node-unknown': {code: 'node-unknown', ...head, unknownTo: [B]},
  'node-loading': {code: 'node-loading', ...head},
  'replica-of-replica': {code: 'replica-of-replica', ...head, primary: B},
  'replica-of-unknown': {code: 'replica-of-unknown', ...head, primary: undefined},
  'replication-broken': {code: 'replication-broken', ...head, primary: A, downSeconds: undefined},
  'replication-lagging': {code: 'replication-lagging', ...head, primary: A, bytes: 9, seconds: 3},
  'primary-without-replica': {code: 'primary-without-replica', ...head},
  'replica-beside-primary': {code: 'replica-beside-primary', ...head, place: {kind: 'host', name: 'h'}},
  'majority-in-one-place': {
    code: 'majority-in-one-place',
    ...head,
    place: {kind: 'zone', name: 'z'},
    total: 3,
  },
  'epochs-equal': {code: 'epochs-equal', ...head, epoch: 4},
  'versions-mixed': {code: 'versions-mixed', ...head, versions: [{version: '7.2.4', nodes: [A]}]},
  'settings-differ': {
    code: 'settings-differ',
    ...head,
    setting: 'cluster-node-timeout',
    values: [{value: '5', nodes: [A]}],
  },
  'change-under-way': {
    code: 'change-under-way',
    ...head,
    command: 'reshard',
    host: 'h',
    pid: 7,
    startedAt: AT,
    suspended: false,
    progress: {moved: 1, total: 9},
    explains: [open, disagree],
  },
  'read-refused': {code: 'read-refused', ...head, command: 'CONFIG GET', reason: 'NOPERM'},
}

const findings = Object.values(EACH)
const now = snapshot(
  'a 0-8190 [5->-b] keys=3 zone=east\nb 8191-16000 [5-<-a]\nc replica of a\nd 16001-16383 down fail',
  {nodes: {b: {strayKeys: [{slot: 3, keys: 2}]}}},
)

export const CHECK: CheckOutcome = {status: 'unhealthy', searchedOwners: true, snapshot: now, findings}

export const SLOT: SlotOutcome = {
  keys: [
    {text: '{a}b', hex: '7b617d62', slot: 15_495, hashed: 'a', owners: undefined, replicas: undefined},
    {text: '{a}b', hex: '7b617d62', slot: 15_495, hashed: 'a', owners: now.nodes.slice(0, 1), replicas: []},
  ],
}

const results = EVENTS.flatMap((event) => (event.type === 'step-finished' ? [event.result] : []))

export const CREATE: CreateOutcome = {
  status: 'done',
  savedTo: 'plan.json',
  software: 'valkey',
  shards: [shard([{start: 0, end: 16_383}], 'a@h1/east', 'b@h2')],
  plan: {steps: STEPS, warnings: [EACH['replica-beside-primary']]},
  steps: results,
  snapshot: now,
  findings,
}

export const OPERATION: JudgedOperation = {
  ...PLAN,
  id: '2026-11-21T10-00-00-000Z-reshard-7-0',
  startedAt: AT,
  status: 'unfinished',
  milliseconds: undefined,
  host: 'h',
  pid: 7,
  of: undefined,
  dismissed: false,
  results: [{index: 0, status: 'done', move: {moved: [{start: 0, end: 4}]}}],
  standing: 'killed',
  supersededBy: undefined,
}

const done: JudgedOperation = {...OPERATION, status: 'done', standing: 'done', milliseconds: 5, of: 'x'}

export const HISTORY = {operations: [OPERATION, done], problems: ['x.jsonl is no journal'], dismissed: 'x'}

export const CHANGE: ChangeOutcome = {
  status: 'incomplete',
  savedTo: undefined,
  before: now,
  plan: {
    steps: STEPS,
    reasons: STEPS.map((_, at) => (at % 2 === 0 ? 'owner-lost' : undefined)),
    warnings: findings,
    cautions: [{code: 'target-memory', message: 'It may not fit.', advice: 'Give it more.', nodes: [A]}],
    takenUp: {operation: OPERATION, since: [done]},
  },
  steps: [...results, {step: STEPS[0]!, status: 'not-run', error: undefined, milliseconds: 0}],
  snapshot: now,
  findings,
}

export const PLANNED: ChangeOutcome = {
  before: now,
  plan: {steps: STEPS, warnings: []},
  status: 'planned',
  steps: [],
  snapshot: undefined,
  findings: [],
}

const answers = [
  ok(0, {
    type: 'array',
    items: [
      {type: 'string', bytes: Buffer.from('é')},
      {type: 'string', bytes: Buffer.from([0xff])},
      {type: 'integer', digits: '9223372036854775807'},
      {type: 'integer', digits: '7'},
      {type: 'nil'},
      {type: 'array', items: [{type: 'error', message: 'ERR x'}]},
    ],
  } as const),
  failed(1, 'error', 'ERR no'),
  failed(2, 'unreachable', 'gone'),
]

export const CALL: CallOutcome = {status: 'incomplete', words: ['X'], answers}

export const SETTINGS: SettingsOutcome = {
  status: 'incomplete',
  settings: [
    {
      name: 'maxmemory',
      groups: [
        {value: '0', nodes: [nodeAt(0)]},
        {value: undefined, nodes: [nodeAt(1)]},
      ],
    },
  ],
  unknown: ['x*'],
  answers: [failed(2, 'unreachable', 'gone')],
}

export const CONFIGURE: ConfigureOutcome = {
  status: 'incomplete',
  name: 'maxmemory',
  value: '1gb',
  rewrite: true,
  answers: [
    ok(0, {before: '0', after: '1', saved: true, notSavedBecause: undefined}),
    ok(1, {before: undefined, after: undefined, saved: false, notSavedBecause: 'no file'}),
    failed(2, 'error', 'ERR no'),
  ],
}

const CLUSTER = snapshot('a 0-8191\nb 8192-16383\nc replica of b')
const [source] = planBackup(CLUSTER, {fromReplicas: true}).sources

export const BACKUP: BackupOutcome = {
  status: 'incomplete',
  dir: 'monday',
  kept: true,
  results: [
    {source: source!, milliseconds: 2, status: 'saved', checksum: 'verified', record: BACKUP_NODE.rdb!},
    {source: source!, milliseconds: 1, status: 'failed', error: 'it broke'},
  ],
  missingSlots: head.ranges,
  uncertainSlots: head.ranges,
  lost: [{id: A, address: 'x:1', ranges: head.ranges, reason: 'gone'}],
  notes: ['something'],
  restoreServer: {
    needs: 'Redis 7.2 or later',
    here: {program: '/s', software: 'redis', version: '7.2.4'},
    fits: true,
  },
  snapshot: CLUSTER,
  findings: [],
}

const troubles = {count: 1, shown: [{key: Buffer.from([0xff, 1]), db: 0, what: 'it differs'}]}

export const IMPORT: ImportOutcome = {
  source: '10.0.0.9:6379',
  cluster: CLUSTER,
  tallies: [...LANES.values()].map(({tally}) => tally),
  settings: {
    copy: true,
    existing: 'keep-both',
    maxPauseMs: 10,
    pipeline: undefined,
    timeoutMs: 1,
    patienceMs: 1,
    way: 'auto',
  },
  cautions: ['know this'],
  status: 'incomplete',
  stopped: 'the source is gone',
  troubles,
  samples: {compared: 3, different: 0},
  sizes: {before: 1, after: undefined},
  evicted: 0,
  missing: 1,
  milliseconds: 12.5,
  bytes: 99,
  resumed: true,
  since: '2026-11-22T18:00:00.000Z',
  notes: ['note'],
}

export const VERIFY: VerifyOutcome = {
  status: 'different',
  dir: 'monday',
  files: [{file: 'a.rdb', db: 0, keys: 9, same: 8, different: 1, missing: 0}],
  clusterKeys: 9,
  troubles,
}

const node = {port: 7000, pid: undefined, folder: '7000'}

export const LOCAL = {
  cluster: {server: '/bin/s', software: 'redis', version: '7.2.4', nodes: [node, {...node, pid: 7}]},
  started: [7000],
  isNew: true,
  access: {
    address: 'h:1',
    user: 'admin',
    passwordFile: '/tmp/x/password',
    cacert: '/tmp/x/tls/ca.crt',
    cert: undefined,
    key: undefined,
  },
} as const

/** Everything that can happen while steps run. */
export const ALL_EVENTS: readonly Event[] = [
  ...EVENTS,
  ...STEPS.map((step, index) => ({type: 'step-started' as const, step, index, total: STEPS.length})),
  {
    type: 'move-progress',
    index: 1,
    progress: {slots: 9, slotsMoved: 1, keys: 4, keysTotal: undefined, bytes: 1, pauseMs: 1.5},
  },
  {
    type: 'import-progress',
    progress: {keys: 9, keysTotal: 10, bytes: 1, pauseMs: undefined, elapsedMs: 1.25},
  },
  {type: 'scan-progress', progress: {keys: 9, keysTotal: 10, elapsedMs: 1.25}},
  {type: 'rest', rest: {kind: 'paused', by: 'ann', since: AT}},
  {type: 'rest', rest: undefined},
  {type: 'note', index: 0, text: 'note'},
  {type: 'waiting', what: 'replicas', missing: [B]},
  {
    type: 'step-finished',
    index: 1,
    total: 2,
    result: {step: STEPS[1]!, status: 'done', error: undefined, milliseconds: 1, notes: ['n']},
  },
]
