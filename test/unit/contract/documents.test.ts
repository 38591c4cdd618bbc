import type {Finding} from '../../../src/domain/finding.js'
import type {Event} from '../../../src/domain/outcome.js'
import {expect} from 'chai'
import {bigKeysDocument} from '../../../src/contract/big-keys.js'
import {callDocument, configureDocument, settingsDocument} from '../../../src/contract/answers.js'
import {backupDocument} from '../../../src/contract/backup-outcome.js'
import {changeDocument, operationDocument} from '../../../src/contract/change.js'
import {checkDocument, infoDocument, slotDocument} from '../../../src/contract/cluster.js'
import {controlDocument} from '../../../src/contract/control.js'
import {createDocument} from '../../../src/contract/create.js'
import {cutoverDocument} from '../../../src/contract/cutover.js'
import {errorDocument} from '../../../src/contract/document.js'
import {progressDocument} from '../../../src/contract/event.js'
import {historyDocument} from '../../../src/contract/history.js'
import {compareDocument, importDocument, verifyDocument} from '../../../src/contract/import-outcome.js'
import {factsDocument, localStartDocument} from '../../../src/contract/local.js'
import {spreadDocument} from '../../../src/contract/spread.js'
import {mapDocument} from '../../../src/contract/map.js'
import {rebalanceDocument} from '../../../src/contract/rebalance.js'
import {reportDocument} from '../../../src/contract/report.js'
import {waitDocument} from '../../../src/contract/wait.js'
import {watchDocument} from '../../../src/contract/watch.js'
import {profileListDocument, profileShowDocument, profileTestDocument} from '../../../src/contract/profile.js'
import {OUTCOMES} from '../../../src/contract/schemas/documents.js'
import {slotMapOf} from '../../../src/domain/slot-map.js'
import {WORDS} from '../../../src/report/document-words.js'
import {spreadWords} from '../../../src/report/spread-words.js'
import {documentProblem, outputProblem} from '../../support/documents.js'
import {BIG_KEYS} from './big-keys-fixture.js'
import {FIGURES_READ, MEASURED_BALANCE} from './figures-fixture.js'
import {FAILOVER, ROLL} from './failover-outcome.js'
import {CUT_OVER, CUTOVER, DIFFERENT, EQUAL, FOLLOW} from './follow-fixture.js'
import {CONTROL} from './control-fixture.js'
import {COMPARE} from './compare.js'
import * as given from './outcomes.js'
import {SPREAD} from './spread-fixture.js'
import {WAIT} from './wait-fixture.js'
import {WATCH} from './watch-fixture.js'
import {SEEDS} from './seeds.js'

const healthy = {snapshot: given.CHECK.snapshot, findings: []}
const none = {outcome: undefined}

const SPREAD_CONTEXT = {nodes: given.CHECK.snapshot.nodes, spreadWords: spreadWords((id) => id), words: WORDS}

const MAPPED = {
  snapshot: given.CHECK.snapshot,
  map: slotMapOf(given.CHECK.snapshot, {
    ranges: [],
    unread: [{node: given.CHECK.snapshot.seed, reason: 'gone'}],
  }),
  heat: {
    measure: 'memory',
    values: Array.from({length: 16_384}, (_, slot) => (slot === 0 ? undefined : slot)),
    estimates: FIGURES_READ.estimates,
    sampledMs: FIGURES_READ.sampledMs,
    unread: [{node: given.CHECK.snapshot.seed, reason: 'gone'}],
  },
} as const

const withControl = (finding: Finding): Finding =>
  finding.code === 'change-under-way' ? {...finding, control: CONTROL} : finding

const CONTINUED = {
  ...given.CHANGE,
  plan: {
    ...given.CHANGE.plan,
    takenUp: {operation: given.OPERATION, since: [], kept: {rate: null, window: 3}},
  },
}

const DOCUMENTS = [
  checkDocument(given.CHECK, WORDS),
  checkDocument({...given.CHECK, status: 'healthy', searchedOwners: false, findings: []}, WORDS),
  checkDocument({...given.CHECK, findings: given.CHECK.findings.map(withControl)}, WORDS),
  infoDocument(given.CHECK),
  infoDocument({...given.CHECK, running: [CONTROL]}),
  infoDocument({...given.CHECK, slots: {by: 'memory', figures: FIGURES_READ, top: [3, 5]}}),
  slotDocument(given.SLOT),
  bigKeysDocument(BIG_KEYS),
  bigKeysDocument({...BIG_KEYS, status: 'done', resumable: false}),
  callDocument(given.CALL),
  settingsDocument(given.SETTINGS),
  configureDocument('config set', given.CONFIGURE),
  configureDocument('set-timeout', given.CONFIGURE),
  controlDocument('pause', CONTROL, 'Paused.'),
  controlDocument(
    'status',
    {...CONTROL, state: 'running', hold: {kind: 'rate', rate: {unit: 'keys', perSecond: 5}}},
    'words',
  ),
  controlDocument('status', {...CONTROL, follow: FOLLOW}, 'words'),
  controlDocument('status', {...CONTROL, follow: FOLLOW, cutover: DIFFERENT}, 'words'),
  controlDocument('status', {...CONTROL, follow: {...FOLLOW, sources: []}, cutover: EQUAL}, 'words'),
  cutoverDocument(CUTOVER),
  cutoverDocument(CUT_OVER),
  createDocument(given.CREATE, WORDS),
  createDocument({...given.CREATE, savedTo: undefined, snapshot: undefined, steps: []}, WORDS),
  changeDocument('reshard', given.PLANNED, WORDS),
  changeDocument('failover', FAILOVER, WORDS),
  changeDocument('roll', ROLL, WORDS),
  changeDocument('replace', given.PLANNED, WORDS),
  changeDocument('replicate', given.PLANNED, WORDS),
  rebalanceDocument(given.PLANNED, WORDS),
  rebalanceDocument(given.PLANNED, WORDS, MEASURED_BALANCE),
  changeDocument('add-node', given.CHANGE, WORDS),
  changeDocument('del-node', given.CHANGE, WORDS),
  changeDocument('fix', given.CHANGE, WORDS),
  changeDocument('apply', given.CHANGE, WORDS),
  operationDocument('resume', {outcome: given.CHANGE}, WORDS),
  operationDocument('resume', {outcome: CONTINUED}, WORDS),
  operationDocument('resume', none, WORDS),
  operationDocument('undo', {outcome: undefined, over: given.OPERATION}, WORDS),
  backupDocument(given.BACKUP, WORDS),
  importDocument('import', given.IMPORT),
  importDocument('import', {...given.IMPORT, followed: FOLLOW.sources}),
  importDocument('restore', {...given.IMPORT, stopped: undefined, sizes: undefined}),
  verifyDocument(given.VERIFY),
  compareDocument(COMPARE),
  compareDocument({...COMPARE, repair: undefined, sample: undefined, stopped: undefined}),
  historyDocument(given.HISTORY),
  waitDocument(WAIT, () => 'words'),
  waitDocument({...WAIT, status: 'reached', last: {...WAIT.last, unread: 'gone'}}, () => 'words'),
  watchDocument(WATCH, WORDS),
  watchDocument({...WATCH, unread: undefined, seedLost: undefined, news: []}, WORDS),
  spreadDocument(SPREAD, SPREAD_CONTEXT),
  spreadDocument(SPREAD, {...SPREAD_CONTEXT, change: given.CHANGE}),
  mapDocument({...MAPPED, heat: undefined}, undefined),
  mapDocument({...MAPPED, running: [CONTROL]}, 'slots.svg'),
  reportDocument({file: 'r.html', bytes: 9, status: 'healthy', findings: 0, verdict: 'Healthy'}),
  localStartDocument({...given.LOCAL, healthy}, WORDS),
  localStartDocument({...given.LOCAL, created: given.CREATE}, WORDS),
  factsDocument('local status', {
    cluster: given.LOCAL.cluster,
    nodes: [{...given.LOCAL.cluster.nodes[0], running: true}],
    access: given.LOCAL.access,
  }),
  factsDocument('local stop', {stopped: [7000]}),
  factsDocument('local clean', {stopped: [], removed: '/tmp/x'}),
  factsDocument('shim', {name: 'redis-cli', folder: '/tmp', path: '/tmp/redis-cli'}),
  profileListDocument({
    file: '/c.toml',
    exists: true,
    profiles: [
      {
        name: 'a',
        default: true,
        problem: undefined,
        seeds: ['h:1'],
        user: 'u',
        passwordFrom: 'password',
        tls: true,
      },
      {
        name: 'b',
        default: false,
        problem: 'no',
        seeds: [],
        user: undefined,
        passwordFrom: undefined,
        tls: undefined,
      },
    ],
  }),
  profileShowDocument({
    name: 'a',
    file: '/c.toml',
    default: true,
    settings: {seeds: ['h:1'], password: 'secret', ignore: ['slots-open'], 'max-pause': 3},
  }),
  profileTestDocument(SEEDS),
  errorDocument('chck', {code: 'USAGE', message: 'no', hints: [], details: [{code: 'x'}, 'y']}),
]

describe('[U] documents', () => {
  for (const document of DOCUMENTS) {
    it(`of ${document.command} fit their schema`, () => {
      expect(documentProblem(document)).to.equal(undefined)
    })
  }

  it('exist here for each command that has a schema', () => {
    const commands = new Set<string>(DOCUMENTS.map(({command}) => command))
    expect(Object.keys(OUTCOMES).filter((command) => !commands.has(command))).to.deep.equal([])
  })

  it('of a plan to spread nodes have each action with its reason', () => {
    const {outcome} = spreadDocument(SPREAD, SPREAD_CONTEXT)
    expect(outcome.before.safe).to.equal(false)
    expect(outcome.after.safe).to.equal(true)
    expect(outcome.waves.map((wave) => wave.map(({kind, why}) => [kind, why]))).to.deep.equal([
      [['switch-over', 'you asked for it']],
      [
        ['replicate', 'the shard would be lost with zone z'],
        ['replicate', 'the shard has fewer replicas than others'],
      ],
    ])
    expect(outcome.lacks.map(({where, place, newPlace}) => [where, place, newPlace])).to.deep.equal([
      ['outside', {kind: 'host', name: 'h'}, undefined],
      ['new', undefined, {kind: 'zone', number: 1}],
    ])
  })

  it('of a map have what is wrong, and a value for each slot', () => {
    const {outcome} = mapDocument(MAPPED, 'slots.svg')
    expect(outcome.by).to.equal('memory')
    expect(outcome.values?.unit).to.equal('bytes')
    expect(outcome.values?.slots.slice(0, 3)).to.deep.equal([0, 1, 2])
    expect(outcome.values?.unknown).to.deep.equal([{start: 0, end: 0}])
    const covered = outcome.shards.reduce((sum, {slotCount}) => sum + slotCount, 0)
    expect(covered).to.be.above(0)
    expect(outcome.svg).to.equal('slots.svg')
    expect(outcome.movesUnread?.map(({node, reason}) => [node.id, reason])).to.deep.equal([
      [given.CHECK.snapshot.seed, 'gone'],
    ])
    const {outcome: known} = mapDocument({...MAPPED, map: slotMapOf(MAPPED.snapshot)}, undefined)
    expect(known.movesUnread).to.equal(undefined)
  })

  it('never contain a password of a profile', () => {
    const settings = {seeds: ['h:1'], password: 'secret', 'password-command': ['echo', 'secret']}
    const shown = profileShowDocument({name: 'a', file: '/c.toml', default: true, settings})
    expect(JSON.stringify(shown)).not.to.contain('secret')
  })

  it('of events fit their schema', () => {
    const following: Event = {type: 'follow-progress', progress: FOLLOW}
    const events = [...given.ALL_EVENTS, following]
    const lines = events.map((event) => JSON.stringify(progressDocument(event, '2026-11-21T10:00:00.000Z')))
    expect(outputProblem('', lines.join('\n'))).to.equal(undefined)
    expect(new Set(events.map(({type}) => type)).size).to.equal(12)
  })

  it('fail with a key that is in no schema, or a value of another type', () => {
    const document = slotDocument(given.SLOT)
    const more = {...document, outcome: {...document.outcome, colour: 'red'}}
    expect(documentProblem(more)).to.equal('/outcome/colour is in no schema')
    const other = {...document, outcome: {keys: [{...document.outcome.keys[0], slot: '7'}]}}
    expect(documentProblem(other)).to.equal('outcome.keys[0].slot is "7" and not a number')
    expect(outputProblem(JSON.stringify({...document, command: 'slots'}), '')).to.match(/no schema is known/)
    expect(outputProblem('', '{"time":"2026-11-21T10:00:00.000Z","type":"note","index":0}')).to.equal(
      'text is missing',
    )
  })
})
