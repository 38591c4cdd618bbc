import {expect} from 'chai'
import {OpenSlots, openText} from '../../../src/cli/open-slots.js'
import type {Event} from '../../../src/domain/outcome.js'
import type {StepResult} from '../../../src/domain/step.js'
import type {SlotRange} from '../../../src/domain/slot.js'

const range = (start: number, end = start): SlotRange => ({start, end})

describe('[U] slots that are open', () => {
  it('are those that are opening and have not moved, of all steps', () => {
    const open = new OpenSlots()
    open.note({type: 'slots-opening', index: 0, ranges: [range(0, 9)]})
    open.note({type: 'slots-opening', index: 1, ranges: [range(100, 109)]})
    open.note({type: 'slots-moved', index: 0, ranges: [range(0, 4), range(7)]})
    open.note({type: 'slots-opening', index: 0, ranges: [range(10, 19)]})
    expect(open.ranges).to.deep.equal([range(5, 6), range(8, 19), range(100, 109)])
  })

  it('are those that a step names when it has ended', () => {
    const open = new OpenSlots()
    open.note({type: 'slots-opening', index: 0, ranges: [range(0, 9)]})
    open.note(finished(0, [range(3)]))
    expect(open.ranges).to.deep.equal([range(3)])
    open.note(finished(0, []))
    expect(open.ranges).to.deep.equal([])
  })

  it('are named with the commands that close them', () => {
    expect(openText([range(3, 5), range(9)], '10.0.0.1:7000')).to.equal(
      'Slots that may be open now: 3-5,9\n' +
        'To close them and continue the operation: clustertool resume 10.0.0.1:7000\n' +
        'To close them from another machine: clustertool fix 10.0.0.1:7000',
    )
    expect(openText([], '10.0.0.1:7000')).to.match(/^No slot was open.*clustertool resume 10.0.0.1:7000$/)
  })
})

function finished(index: number, open: readonly SlotRange[]): Event {
  const move = {open} as unknown as StepResult['move']
  return {type: 'step-finished', index, total: 1, result: {move} as StepResult}
}
