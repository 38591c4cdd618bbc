import {expect} from 'chai'
import {descriptionDocument, nodesDocument} from '../../../src/contract/backup.js'
import {followStateDocument} from '../../../src/contract/follow-state.js'
import {importStateDocument} from '../../../src/contract/import-state.js'
import {begunDocument, endedDocument, eventDocument, settingsDocument} from '../../../src/contract/journal.js'
import {parseDescription, parseNodes} from '../../../src/contract/parsers/backup.js'
import {type KnownState, parseFollowState} from '../../../src/contract/parsers/follow-state.js'
import {parseScanState} from '../../../src/contract/parsers/scan-state.js'
import {scanStateDocument} from '../../../src/contract/scan-state.js'
import {SCANS} from './big-keys-fixture.js'
import {parseImportState} from '../../../src/contract/parsers/import-state.js'
import {parseJournal} from '../../../src/contract/parsers/journal.js'
import {parsePlan} from '../../../src/contract/parsers/plan.js'
import type {Read} from '../../../src/contract/parsers/read.js'
import {parseSavedKey} from '../../../src/contract/parsers/saved-key.js'
import {planDocument} from '../../../src/contract/plan.js'
import {savedKeyDocument} from '../../../src/contract/saved-key.js'
import {pick, randomFrom} from '../../support/random.js'
import {damage, type Damaged, flipBytes} from './damage.js'
import {BACKUP_NODE, DESCRIPTION, EVENTS, LANES, PLAN, SAVED_KEY, STEPS} from './good.js'

const CASES = 5000
const LINE = /^[^\n]+$/

/** A document that the program reads back. */
type Kind = {
  readonly good: unknown
  readonly parse: (text: string) => Read<unknown>
  /** Writes the value that `parse` returned. */
  readonly write: (value: never) => unknown
  /** Fields that may be missing, or whose value may be of another type. */
  readonly mayGo: RegExp
  readonly mayChange?: RegExp
}

const OPTIONAL_OF_PLANS =
  /(newcomers|inAny\w+|without|vouched|owner|withoutVotes|pipeline|rate|throttle|hours|conflicts|reasons|reasons\.\d+)$/
const ELEMENT = /(^|\.)\d+$/

const KINDS: Readonly<Record<string, Kind>> = {
  plan: {
    good: planDocument(PLAN),
    parse: parsePlan,
    write: planDocument,
    mayGo: OPTIONAL_OF_PLANS,
    // null means that no rule is given, or that there is no primary.
    mayChange: /(reasons\.\d+|primaryId)$/,
  },
  'backup.json': {
    good: descriptionDocument(DESCRIPTION),
    parse: parseDescription,
    write: descriptionDocument,
    mayGo: /^$/,
  },
  'nodes.json': {
    good: nodesDocument([BACKUP_NODE, {...BACKUP_NODE, slots: []}]),
    parse: parseNodes,
    write: nodesDocument,
    mayGo:
      /\.(slots_count|flags|current_epoch|cluster_errors|migrating|importing|migrating\.7|importing\.8|rdb|acl_users|functions|complete)$/,
    // These are not read.
    mayChange: /\.(migrating|importing)$/,
  },
  'import state': {
    good: importStateDocument(LANES),
    parse: parseImportState,
    write: (lanes: never) => importStateDocument(new Map(lanes)),
    mayGo: /^$/,
  },
  'follow state': {
    good: followStateDocument(
      [
        {name: 'h:1', replid: 'f'.repeat(40), offset: 99, database: 3, copied: true},
        {name: 'h:2', replid: 'e'.repeat(40), offset: 0, database: 0, copied: false},
      ],
      [['a', 'b']],
    ),
    parse: parseFollowState,
    write: ({places, owners}: KnownState) => followStateDocument(places, owners),
    mayGo: /\.database$/,
  },
  'scan state': {
    good: scanStateDocument(SCANS),
    parse: parseScanState,
    write: scanStateDocument,
    mayGo: /\.prefix$/,
  },
  'saved key': {
    good: savedKeyDocument(SAVED_KEY),
    parse(text) {
      const value = parseSavedKey(text)
      return value ? {value} : {problem: 'it is no saved key'}
    },
    write: savedKeyDocument,
    mayGo: /^$/,
  },
}

describe('[U] parsers of documents', () => {
  for (const [name, {good, parse, write, mayGo, mayChange}] of Object.entries(KINDS)) {
    it(`read the ${name} that the program writes`, () => {
      const {value, problem} = parse(JSON.stringify(good))
      expect(problem).to.equal(undefined)
      expect(withoutTime(write(value as never))).to.deep.equal(withoutTime(good))
    })

    it(`refuse damage to the ${name}, or read a document that is still valid`, () => {
      const random = randomFrom(11)
      const seen = {accepted: 0, refused: 0}
      for (let at = 0; at < CASES; at++) {
        const damaged = damage(good, random)
        const {value, problem} = parse(damaged.text)
        if (problem === undefined) {
          seen.accepted++
          const again = parse(JSON.stringify(write(value as never)))
          expect(withoutTime(again.value), damaged.text).to.deep.equal(withoutTime(value))
          expect(isAllowed(damaged, mayGo, mayChange), `${damaged.how} ${damaged.path?.join('.')}`).to.equal(
            true,
          )
        } else {
          seen.refused++
          if (name !== 'saved key') expectToName(problem, damaged)
          expect(problem, damaged.text)
            .to.match(LINE)
            .and.not.match(/undefined|\bNaN\b|\.ts:/)
        }
      }
      expect(seen.refused).to.be.above(CASES / 2)
    })
  }
})

/** The message about a damaged field names that field, or the field that contains it. */
function expectToName(problem: string, {path = [], how}: Damaged): void {
  const names = path.filter((key) => typeof key === 'string').slice(-2)
  const isNamed = names.length === 0 || names.some((name) => problem.includes(name))
  expect(isNamed, `${how} of ${path.join('.')}: ${problem}`).to.equal(true)
}

/** Whether a document that was changed there may still be accepted. */
function isAllowed({how, path = []}: Damaged, mayGo: RegExp, mayChange = /^$/): boolean {
  const place = path.join('.')
  if (how === 'bytes' || how === 'number') return true
  if (how === 'removed') return mayGo.test(place) || ELEMENT.test(place)
  return mayChange.test(place)
}

/** The document as a reader gets it, without the time at which it was written. */
function withoutTime(document: unknown): unknown {
  const read: unknown = JSON.parse(JSON.stringify(document))
  return typeof read === 'object' && read !== null && 'savedAt' in read ? {...read, savedAt: ''} : read
}

describe('[U] the parser of journals', () => {
  const operator = {host: 'h', pid: 7, startedAt: 5}
  // The tests above damage all steps in plans; here they would only take time.
  const options = {...PLAN.options, mostMoves: 2}
  const plan = {...PLAN, options, plan: {steps: STEPS.slice(0, 6)}}
  const good = [
    begunDocument({...plan, operator, of: 'x'}, 'boot 5'),
    ...EVENTS.flatMap((event) => eventDocument(event) ?? []),
    settingsDocument('ann', {rate: {unit: 'keys', perSecond: 5}, window: 3}),
    settingsDocument('ben', {rate: null, throttle: {lagBytes: 7}}),
    endedDocument('incomplete'),
    endedDocument('dismissed'),
  ]
  const textOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')
  const lines = good.map((line) => JSON.stringify(line))

  it('reads what the program writes', () => {
    const operation = parseJournal('x.jsonl', textOf(lines))
    expect(operation).to.deep.include({...plan, id: 'x', status: 'incomplete', dismissed: true, of: 'x'})
    const changed = typeof operation === 'string' ? undefined : operation.changed
    expect(changed).to.deep.equal({rate: null, window: 3, throttle: {lagBytes: 7}})
  })

  it('refuses damage, or reads a journal that is still valid', () => {
    const random = randomFrom(12)
    let refused = 0
    for (let count = 0; count < CASES; count++) {
      const at = Math.floor(random() * lines.length)
      const text =
        random() < 0.1
          ? flipBytes(textOf(lines), random)
          : textOf(lines.with(at, damage(good[at], random).text))
      const operation = parseJournal('x.jsonl', text)
      if (typeof operation === 'string') {
        refused++
        expect(operation, text)
          .to.match(LINE)
          .and.not.match(/undefined|\bNaN\b|\.ts:/)
        continue
      }
      const again = [begunDocument({...operation, operator, of: operation.of}, operation.process)]
      expect(parseJournal('x.jsonl', textOf(again.map((line) => JSON.stringify(line)))), text).to.be.an(
        'object',
      )
      for (const {index} of operation.results) expect(index, text).to.satisfy(Number.isInteger)
      expect(operation.milliseconds ?? 0, text).to.satisfy(Number.isFinite)
    }
    expect(refused).to.be.above(CASES / 2)
  })

  it('ignores lines that only a later version writes', () => {
    const later = JSON.stringify({at: '2026-11-21T10:00:00.000Z', type: 'paused', step: 'x'})
    expect(parseJournal('x.jsonl', textOf([...lines, later]))).to.be.an('object')
  })

  it('refuses a journal with a damaged line in the middle, and says which line', () => {
    expect(parseJournal('x.jsonl', textOf(lines.with(2, '{"at":')))).to.equal(
      'x.jsonl is not a journal of clustertool: line 3 is truncated or is not JSON',
    )
  })
})

describe('[U] what is wrong with a document', () => {
  const wrong: readonly (readonly [from: string, to: string, problem: string])[] = [
    ['"seed":"aaaa', '"seed":"zaaa', `cluster.seed is "zaaa${'a'.repeat(35)}… and not the id of a node`],
    [
      '"kind":"reset"',
      '"kind":"explode"',
      'plan.steps[8].kind is "explode" and not one that this clustertool knows',
    ],
    ['"epoch":1', '"epochs":1', 'plan.steps[1].epoch is missing'],
    ['"epoch":1', '"epoch":-1', 'plan.steps[1].epoch is -1 and not at least 0'],
    ['"end":99', '"end":99999', 'plan.steps[0].ranges[0].end is 99999 and not at most 16383'],
    [
      '"start":0,"end":99',
      '"start":100,"end":99',
      'plan.steps[0].ranges[0] is an object and not a range that ends where it starts or behind that',
    ],
    ['"joinLimitMs":60000', '"joinLimitMs":"1"', 'options.joinLimitMs is "1" and not a number'],
    ['"reachable":true', '"reachable":[]', 'cluster.nodes[0].reachable is a list and not true or false'],
    ['"version":1', '"version":2', 'its version is 2, but this clustertool reads version 1'],
    [
      '"createdAt":"2026-11-21T',
      '"createdAt":"2026-11-39T',
      'createdAt is "2026-11-39T10:00:00.000Z" and not a time',
    ],
  ]
  for (const [from, to, problem] of wrong) {
    it(`is reported with its field: ${problem}`, () => {
      const text = JSON.stringify(planDocument(PLAN))
      expect(text).to.contain(from)
      expect(parsePlan(text.replace(from, to)).problem).to.equal(problem)
    })
  }

  it('is one sentence for each text that is not a document', () => {
    const random = randomFrom(1)
    for (const text of ['', 'null', '7', '"x"', '[]', '{}', '{"format":{}}', '['.repeat(99)]) {
      const parse = pick(random, [parsePlan, parseDescription, parseNodes, parseImportState])
      expect(parse(text).problem, text).to.match(LINE)
    }
  })
})
