import {expect} from 'chai'
import {optionsAfter} from '../../../src/domain/control-settings.js'
import type {ControlChange} from '../../../src/domain/control.js'
import type {JudgedOperation} from '../../../src/domain/operation.js'
import {keptSettings} from '../../../src/planning/kept-settings.js'
import {A, B, move, operation} from './operation-fixture.js'

type Wish = {readonly told?: ControlChange; readonly changed?: ControlChange; readonly of?: string}

function run(command: string, {told = {}, changed, of}: Wish = {}): JudgedOperation {
  const made = operation(command, [move(A, B, 0, 9)], {status: 'unfinished', of})
  const options = optionsAfter(made.options, told)
  return {...made, options, changed, standing: 'killed', supersededBy: undefined}
}

const SLOW = {rate: {unit: 'keys', perSecond: 5}} as const
const FAST = {rate: {unit: 'keys', perSecond: 500}} as const

describe('[U] settings that resume keeps', () => {
  it('are none if nothing was changed, or only to what it was', () => {
    expect(keptSettings({operation: run('reshard', {told: SLOW}), since: []})).to.deep.equal({})
    expect(keptSettings({operation: run('reshard', {told: SLOW, changed: SLOW}), since: []})).to.deep.equal(
      {},
    )
  })

  it('are those that were set while it ran, also without a limit', () => {
    const begun = run('reshard', {told: SLOW, changed: {rate: null, window: 3, parallel: 2}})
    expect(keptSettings({operation: begun, since: []})).to.deep.equal({rate: null, window: 3, parallel: 2})
  })

  it('are the last ones, if it was continued before: those of that command line, and then what was set', () => {
    const begun = run('reshard', {changed: {...SLOW, window: 3}})
    const told = run('resume', {of: begun.id, told: {...FAST, window: 3}})
    expect(keptSettings({operation: begun, since: [told]})).to.deep.equal({...FAST, window: 3})
    const set = {...told, changed: {window: 7}}
    expect(keptSettings({operation: begun, since: [set]})).to.deep.equal({...FAST, window: 7})
  })

  it('are not those of other operations, nor the options of a repair', () => {
    const begun = run('reshard', {changed: SLOW})
    const other = run('resume', {of: 'x', told: FAST, changed: {window: 9}})
    const repair = run('fix', {of: begun.id, told: FAST, changed: {window: 8}})
    expect(keptSettings({operation: begun, since: [other, repair]})).to.deep.equal({...SLOW, window: 8})
  })
})
