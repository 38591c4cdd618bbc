import {expect} from 'chai'
import type {MoveProgress} from '../../../src/domain/move.js'
import {RunProgress} from '../../../src/operations/control-progress.js'
import type {StepOf} from '../../../src/domain/step.js'
import {id} from '../../support/snapshot.js'

const MOVE: StepOf<'migrate-slots'> = {
  kind: 'migrate-slots',
  source: id('a'),
  target: id('b'),
  ranges: [{start: 0, end: 99}],
  method: 'keys',
  after: [],
}

function progressAt(keys: number, slotsMoved: number): MoveProgress {
  return {slots: 100, slotsMoved, keys, keysTotal: 1000, bytes: keys * 10, pauseMs: 1}
}

describe('[U] the progress of a run under control', () => {
  it('has the keys and slots of all moves, their rates in the last seconds, and what is left', () => {
    const run = new RunProgress([MOVE, MOVE])
    run.note({type: 'step-started', step: MOVE, index: 0, total: 2}, 1000)
    for (let second = 1; second <= 5; second++) {
      const progress = progressAt(second * 100, second * 10)
      run.note({type: 'move-progress', index: 0, progress}, 1000 + second * 1000)
    }
    expect(run.at(6000)).to.deep.equal({
      steps: 2,
      stepsDone: 0,
      slots: 200,
      slotsMoved: 50,
      keys: 500,
      bytes: 5000,
      keysPerSecond: 100,
      bytesPerSecond: 1000,
      secondsLeft: 15,
    })
    expect(run.moves(() => false)).to.deep.equal([
      {
        step: 0,
        source: id('a'),
        target: id('b'),
        method: 'keys',
        slots: 100,
        slotsMoved: 50,
        keys: 500,
        keysTotal: 1000,
        rests: false,
      },
    ])
    const move = {
      method: 'keys',
      moved: MOVE.ranges,
      open: [],
      unmoved: [],
      keys: 1000,
      bytes: 10_000,
      longestPauseMs: 1,
    } as const
    const result = {step: MOVE, status: 'done', error: undefined, milliseconds: 1, move} as const
    run.note({type: 'step-finished', result, index: 0, total: 2}, 11_000)
    expect(run.at(11_000)).to.deep.include({stepsDone: 1, slotsMoved: 100, keys: 1000, secondsLeft: 10})
    expect(run.moves(() => false)).to.deep.equal([])
  })

  it('has no rate and nothing that is left while it rests, and does not count that time afterwards', () => {
    const run = new RunProgress([MOVE])
    run.note({type: 'step-started', step: MOVE, index: 0, total: 1}, 0)
    run.note({type: 'move-progress', index: 0, progress: progressAt(500, 50)}, 5000)
    run.note({type: 'rest', rest: {kind: 'paused', by: 'ann', since: ''}}, 5000)
    expect(run.at(60_000)).to.deep.include({keysPerSecond: 0, bytesPerSecond: 0, secondsLeft: undefined})
    run.note({type: 'rest', rest: undefined}, 60_000)
    expect(run.at(60_000)).to.deep.include({keysPerSecond: 0, secondsLeft: 5})
  })

  it('knows what is waited for until something else happens', () => {
    const run = new RunProgress([MOVE])
    run.note({type: 'waiting', what: 'a node', missing: []}, 0)
    expect(run.waiting).to.equal('a node')
    run.note({type: 'step-started', step: MOVE, index: 0, total: 1}, 0)
    expect(run.waiting).to.equal(undefined)
  })
})
