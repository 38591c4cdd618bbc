import {expect} from 'chai'
import type {ControlStatus} from '../../../src/domain/control.js'
import {restingLines, runningText} from '../../../src/report/running-text.js'
import {CONTROL} from '../contract/control-fixture.js'

const RUN = {...CONTROL.operation, suspended: false, progress: {moved: 3, total: 9}}
const HOURS = {kind: 'hours', hours: {from: 120, to: 300}, until: '2026-11-22T02:00:00.000Z'} as const

function lineOf(wish: Partial<ControlStatus>): string[] {
  return restingLines([{...CONTROL, ...wish}])
}

describe('[U] the line of an operation that runs', () => {
  it('says that it is paused, by whom, how far it is, and how it goes on', () => {
    expect(lineOf({})).to.deep.equal([
      'reshard is paused on h, process 7, started 2026-11-21T10:00:00.000Z; 3 of 9 slots moved. ' +
        'Paused by ann, process 8 since 2026-11-21 10:01:00Z. To continue it: clustertool control 7 resume',
    ])
  })

  it('says what it waits for, if it goes on by itself', () => {
    const [text] = lineOf({state: 'running', hold: HOURS})
    expect(text).to.match(
      /^reshard is running on h, process 7, since \S+; 3 of 9 slots moved\. Waiting until /,
    )
    expect(text).not.to.contain('To continue it')
    expect(lineOf({state: 'stopping'})[0]).to.match(
      /^reshard is stopping .+\. Stopping at the next safe point\.$/,
    )
  })

  it('leaves out how far it is if it moves no slots', () => {
    const progress = {...CONTROL.progress, slots: 0, slotsMoved: 0}
    expect(lineOf({progress})[0]).to.contain('started 2026-11-21T10:00:00.000Z. Paused by')
  })

  it('is not there for one that goes on, or as fast as it may', () => {
    expect(lineOf({state: 'running', hold: {kind: 'servers'}})).to.deep.equal([])
    expect(lineOf({state: 'running', hold: {kind: 'max-pause', maxPauseMs: 5}})).to.deep.equal([])
  })

  it('has no control characters of whoever paused it', () => {
    const hold = {...CONTROL.hold, kind: 'paused', by: 'ann\u001B[2J', since: HOURS.until} as const
    expect(lineOf({hold})[0]).to.contain(String.raw`Paused by ann\x1b[2J since`)
  })

  it('is as before if it does not say anything, or goes on', () => {
    const text = 'reshard is running on h, process 7, since 2026-11-21T10:00:00.000Z; 3 of 9 slots moved.'
    expect(runningText(RUN)).to.equal(text)
    const going = {...CONTROL, state: 'running', hold: {kind: 'servers'}} as const
    expect(runningText({...RUN, control: going})).to.equal(text)
  })
})
