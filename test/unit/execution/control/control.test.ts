import {expect} from 'chai'
import type {RestReason} from '../../../../src/domain/control.js'
import {MOVE_DEFAULTS} from '../../../../src/domain/move.js'
import {Control} from '../../../../src/execution/control/control.js'
import {until} from '../../../support/until.js'

const NEVER = new AbortController().signal
const AT = '2026-11-21T10:00:00.000Z'

/** A control, with what it told about rest. */
function controlled(): {readonly control: Control; readonly told: (RestReason['kind'] | undefined)[]} {
  const told: (RestReason['kind'] | undefined)[] = []
  return {control: new Control(MOVE_DEFAULTS, (rest) => told.push(rest?.kind)), told}
}

describe('[U] the control of a run', () => {
  it('lets steps rest while it is paused, and go on afterwards', async () => {
    const {control, told} = controlled()
    const step = control.begin(0)
    await step.untilFree(NEVER)
    expect(step.isHeld).to.equal(false)
    control.pause('ann', AT)
    expect(step.isHeld).to.equal(true)
    expect(control.isStill).to.equal(false)
    let isFree = false
    const free = step.untilFree(NEVER).then(() => (isFree = true))
    await control.untilStill(1000)
    expect(control.isStill).to.equal(true)
    expect(isFree).to.equal(false)
    expect(control.hold).to.deep.equal({kind: 'paused', by: 'ann', since: AT})
    expect(control.resume()).to.equal(true)
    await free
    expect(control.hold).to.deep.equal({kind: 'servers'})
    expect(told).to.deep.equal(['paused', undefined])
  })

  it('is not still while one of several steps is at work, and does not wait for it longer than it may', async () => {
    const {control, told} = controlled()
    const [first, second] = [control.begin(0), control.begin(1)]
    control.pause('ann', AT)
    const rest = first.untilFree(NEVER)
    const begun = performance.now()
    await control.untilStill(50)
    expect(performance.now() - begun).to.be.below(1000)
    expect(control.isStill).to.equal(false)
    expect(told).to.deep.equal([])
    const other = second.untilFree(NEVER)
    await control.untilStill(1000)
    expect(control.isStill).to.equal(true)
    expect(told).to.deep.equal(['paused'])
    control.resume()
    await Promise.all([rest, other])
  })

  it('is still when the last step that was at work has ended', async () => {
    const {control} = controlled()
    control.begin(0)
    control.pause('ann', AT)
    const still = control.untilStill(5000)
    control.end(0)
    await still
    expect(control.isStill).to.equal(true)
  })

  it('closes for a pause what is open, and waits with it for what its ends do not bear', async () => {
    const {control} = controlled()
    const step = control.begin(0)
    const worst = {node: 'n', what: 'lag', value: 2, limit: 1} as const
    step.setThrottled({level: 'stop', worst})
    expect([step.isHeld, step.isToClose]).to.deep.equal([true, false])
    expect(control.hold).to.deep.equal({kind: 'throttle', worst})
    let isBorne = false
    let kept = 0
    const keep = () => Promise.resolve(void kept++)
    const borne = step.untilBorne(NEVER, keep).then(() => (isBorne = true))
    control.pause('ann', AT)
    expect(step.isToClose).to.equal(true)
    await borne
    control.resume()
    isBorne = false
    const again = step.untilBorne(NEVER, keep).then(() => (isBorne = true))
    kept = 0
    await until('it is kept twice', () => kept >= 2)
    expect(isBorne).to.equal(false)
    step.setThrottled(undefined)
    await again
    expect(isBorne).to.equal(true)
  })

  it('keeps the first of two pauses, which tells since when it is paused', () => {
    const {control} = controlled()
    control.pause('ann', AT)
    control.pause('bob', '2026-11-21T11:00:00.000Z')
    expect(control.hold).to.deep.include({by: 'ann', since: AT})
  })

  it('ends a rest when the run is stopped', async () => {
    const {control} = controlled()
    const stop = new AbortController()
    control.pause('ann', AT)
    const free = control.begin(0).untilFree(stop.signal)
    stop.abort()
    await free
  })

  it('lets only so many moves run, the first ones, and more when there may be more', async () => {
    const {control} = controlled()
    const steps = [0, 1, 2].map((index) => control.begin(index))
    await Promise.all(steps.map((step) => step.untilFree(NEVER)))
    control.set({parallel: 1})
    expect(steps.map(({isHeld}) => isHeld)).to.deep.equal([false, true, true])
    control.end(0)
    expect(steps.slice(1).map(({isHeld}) => isHeld)).to.deep.equal([false, true])
    const free = steps[2]?.untilFree(NEVER)
    await until('the last one rests', () => control.restsAt(2))
    expect(control.hold).to.deep.equal({kind: 'parallel', most: 1})
    control.set({parallel: null})
    await free
  })

  it('changes the settings that steps see', () => {
    const {control} = controlled()
    const {moving} = control
    control.set({maxPauseMs: 3, window: 5, rate: {unit: 'keys', perSecond: 7}})
    expect(moving).to.deep.include({maxPauseMs: 3, window: 5, rate: {unit: 'keys', perSecond: 7}})
    expect(control.settings).to.deep.include({maxPauseMs: 3, window: 5, pipeline: undefined})
  })

  it('makes batches wait for the rate, says so, and waits no longer when the rate is raised or the run is stopped', async () => {
    const {control} = controlled()
    const step = control.begin(0)
    control.set({rate: {unit: 'keys', perSecond: 1}})
    step.noteLoad({keys: 1000, bytes: 0})
    const admitted = step.untilAdmitted(NEVER)
    expect(control.hold).to.deep.equal({kind: 'rate', rate: {unit: 'keys', perSecond: 1}})
    control.set({rate: null})
    await admitted
    control.set({rate: {unit: 'keys', perSecond: 1}})
    step.noteLoad({keys: 1000, bytes: 0})
    const stop = new AbortController()
    const ending = step.untilAdmitted(stop.signal)
    stop.abort()
    await ending
  })
})
