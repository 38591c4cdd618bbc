import {expect} from 'chai'
import {parseJournal} from '../../../src/contract/parsers/journal.js'
import {BEGUN} from './begun.js'

const MOVE = {method: 'keys', moved: [{start: 0, end: 4}], open: [], unmoved: [], keys: 3}

function journal(...entries: Record<string, unknown>[]): string {
  return entries.map((entry) => `${JSON.stringify({at: '2026-11-21T10:00:02.500Z', ...entry})}\n`).join('')
}

describe('[U] journals', () => {
  it('are read as operations with the results of their steps', () => {
    const text = journal(
      BEGUN,
      {type: 'step-started', step: 0},
      {type: 'slots-opening', step: 0, ranges: []},
      {type: 'step-finished', step: 0, status: 'done', move: MOVE},
      {type: 'step-started', step: 1},
      {type: 'ended', status: 'incomplete'},
    )
    expect(parseJournal('x-1.jsonl', text)).to.deep.include({
      id: 'x-1',
      command: 'reshard',
      status: 'incomplete',
      milliseconds: 2500,
      host: 'h',
      pid: 7,
      results: [
        {index: 0, status: 'done', move: MOVE},
        {index: 1, status: 'begun', move: undefined},
      ],
    })
  })

  it('of a killed process are unfinished, and their last line may be cut off', () => {
    const text =
      journal(BEGUN, {type: 'step-started', step: 0}) + '{"at":"2026-11-21T10:00:03Z","type":"step-fin'
    expect(parseJournal('x.jsonl', text)).to.deep.include({
      status: 'unfinished',
      milliseconds: undefined,
      results: [{index: 0, status: 'begun', move: undefined}],
    })
  })

  it('of a killed process tell what had moved, also if a step ended without saying so', () => {
    const moved = (step: number, start: number, end: number) => ({
      type: 'slots-moved',
      step,
      ranges: [{start, end}],
    })
    const text =
      journal(
        BEGUN,
        {type: 'step-started', step: 0},
        moved(0, 0, 9),
        {type: 'step-finished', step: 0, status: 'done', move: MOVE},
        {type: 'step-started', step: 1},
        moved(1, 20, 29),
        {type: 'step-finished', step: 1, status: 'failed'},
        {type: 'step-started', step: 2},
        {type: 'slots-opening', step: 2, ranges: [{start: 40, end: 69}]},
        moved(2, 50, 59),
        moved(2, 40, 49),
      ) + '{"at":"2026-11-21T10:00:03Z","type":"slots-moved","step":2,"ranges":[{"start":60,"end":69}'
    expect(parseJournal('x.jsonl', text)).to.deep.include({
      results: [
        {index: 0, status: 'done', move: MOVE},
        {index: 1, status: 'failed', move: {moved: [{start: 20, end: 29}]}},
        {index: 2, status: 'begun', move: {moved: [{start: 40, end: 59}]}},
      ],
    })
  })

  it('that were dismissed keep their status, also after a line that was cut off', () => {
    const dismissed = {type: 'ended', status: 'dismissed'}
    const cut = journal(BEGUN) + '{"at":"2026-11\n' + journal(dismissed)
    expect(parseJournal('x.jsonl', cut)).to.deep.include({
      status: 'unfinished',
      dismissed: true,
      milliseconds: undefined,
    })
    const stopped = journal(BEGUN, {type: 'ended', status: 'incomplete'}, dismissed)
    expect(parseJournal('x.jsonl', stopped)).to.deep.include({
      status: 'incomplete',
      dismissed: true,
      milliseconds: 2500,
    })
    expect(parseJournal('x.jsonl', journal(BEGUN))).to.deep.include({dismissed: false})
  })

  it('that cannot be read are named with the reason', () => {
    expect(parseJournal('x.jsonl', '')).to.equal(
      'x.jsonl is truncated in its first line, or is not a journal',
    )
    expect(parseJournal('x.jsonl', journal({...BEGUN, version: 2}))).to.equal(
      'x.jsonl is not a journal of clustertool: its version is 2, but this clustertool reads version 1',
    )
  })
})
