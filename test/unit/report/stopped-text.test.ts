import {expect} from 'chai'
import type {StepOf, StepResult} from '../../../src/domain/step.js'
import {wasStopped} from '../../../src/domain/stopped.js'
import {stoppedText} from '../../../src/report/stopped-text.js'
import {id} from '../../support/snapshot.js'

const step: StepOf<'migrate-slots'> = {
  kind: 'migrate-slots',
  source: id('a'),
  target: id('b'),
  ranges: [{start: 0, end: 99}],
  method: 'keys',
  after: [],
}
const none = {bytes: undefined, longestPauseMs: undefined, keys: 0, method: 'keys'} as const

function moved(count: number, error?: string, open = false): StepResult {
  const move = {
    ...none,
    moved: count > 0 ? [{start: 0, end: count - 1}] : [],
    open: open ? [{start: count, end: count}] : [],
    unmoved: [],
  }
  return {step, status: error === undefined ? 'done' : 'failed', error, milliseconds: 1, move}
}

const left: StepResult = {step, status: 'not-run', error: undefined, milliseconds: 0}

describe('[U] wasStopped', () => {
  it('is so when nothing failed for a reason of its own', () => {
    expect(wasStopped([moved(5, 'stopped after 5 of 100 slots, as requested'), left])).to.equal(true)
    expect(wasStopped([moved(100), left])).to.equal(true)
    expect(
      wasStopped([moved(100), {...left, status: 'failed', error: 'Interrupted while waiting: x'}]),
    ).to.equal(true)
  })

  it('is not so when all is done, or something failed', () => {
    expect(wasStopped([moved(100)])).to.equal(false)
    expect(wasStopped([moved(5, 'OOM'), left])).to.equal(false)
    expect(wasStopped([moved(5, 'stopped after 5 of 100 slots, as requested'), moved(1, 'OOM')])).to.equal(
      false,
    )
  })
})

describe('[U] stoppedText', () => {
  it('counts slots over all moves, and says whether some are open', () => {
    const error = 'stopped after 5 of 100 slots, as requested'
    expect(stoppedText([moved(5, error), moved(7, error), left])).to.equal(
      'Stopped after 12 of 300 slots, as requested; no slot is left open.',
    )
    expect(stoppedText([moved(5, error, true)])).to.equal('Stopped after 5 of 100 slots, as requested.')
  })

  it('counts steps where no slots were to move', () => {
    const agree = {kind: 'agree', nodes: [id('a')]} as const
    expect(stoppedText([{...left, step: agree}])).to.equal('Stopped after 0 of 1 step, as requested.')
  })
})
