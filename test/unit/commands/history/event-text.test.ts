import {expect} from 'chai'
import {eventText} from '../../../../src/commands/history/event-text.js'
import {historyEventDocument} from '../../../../src/contract/history-event.js'
import {read} from '../../../../src/contract/parsers/read.js'
import {historyEvent} from '../../../../src/contract/schemas/history-event.js'
import type {JournalFact} from '../../../../src/domain/journal-event.js'
import {parseJournal} from '../../../../src/contract/parsers/journal.js'
import {BEGUN} from '../../journal/begun.js'

const [A, B] = ['a'.repeat(40), 'b'.repeat(40)] as [string, string]
const FACTS = {role: 'primary', primaryId: null, configEpoch: 1, slots: [], openSlots: [], reachable: true}
const steps = [
  {kind: 'migrate-slots', source: A, target: B, ranges: [{start: 0, end: 99}], method: 'keys', after: []},
  {kind: 'agree', nodes: [A, B], after: [0]},
]
const cluster = {
  seed: A,
  nodes: [{...FACTS, id: A, address: 'a:1'}],
  others: [{id: B, address: 'b:1\u001B[31m'}],
}

const ranges = [{start: 3, end: 5}]

/** Each kind of event, and its line. */
const LINES: readonly (readonly [JournalFact, string])[] = [
  [{type: 'running'}, 'is running (7-0)'],
  [{type: 'begun'}, 'began with 2 steps (7-0)'],
  [{type: 'step-started', step: 0}, 'step 1 of 2: Move slots 0-99 from a:1 to b:1\\x1b[31m key by key'],
  [{type: 'step-started', step: 7}, 'step 8 of 2: a step that its plan does not have'],
  [{type: 'slots-opening', step: 0, ranges}, 'step 1 of 2: opens slots 3-5'],
  [{type: 'slots-moved', step: 0, ranges}, 'step 1 of 2: moved slots 3-5'],
  [{type: 'step-finished', step: 0, status: 'done', error: undefined}, 'step 1 of 2: done'],
  [{type: 'step-finished', step: 0, status: 'failed', error: 'no\nroom'}, 'step 1 of 2: failed: no\\x0aroom'],
  [{type: 'step-finished', step: 1, status: 'not-run', error: undefined}, 'step 2 of 2: was not run'],
  [{type: 'ended', status: 'incomplete'}, 'ended: incomplete'],
  [{type: 'ended', status: 'dismissed'}, 'ended: dismissed'],
  [{type: 'killed'}, 'was killed; its journal has no end'],
]

describe('[U] events of history --follow', () => {
  const operation = parseJournal('7-0.jsonl', `${JSON.stringify({...BEGUN, cluster, plan: {steps}})}\n`)
  if (typeof operation === 'string') throw new Error(operation)
  const time = '2026-11-22T10:01:03.512Z'

  for (const [fact, words] of LINES) {
    const event = {...fact, time, operation}
    it(`of type ${fact.type} have one line: ${words}`, () => {
      expect(eventText(event)).to.equal(`2026-11-22 10:01:03Z reshard 7: ${words}`)
    })

    it(`of type ${fact.type} have a document that fits its schema (${words})`, () => {
      const document: unknown = JSON.parse(JSON.stringify(historyEventDocument(event)))
      const {value, problem} = read(historyEvent, document)
      expect(problem).to.equal(undefined)
      expect(value).to.deep.equal(document)
      expect(document).to.include({
        time,
        type: fact.type,
        operation: '7-0',
        command: 'reshard',
        host: 'h',
        pid: 7,
      })
    })
  }
})
