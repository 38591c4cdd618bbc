import {expect} from 'chai'
import {isForeground} from '../../../src/cli/foreground.js'
import {faster} from '../../../src/cli/run-keys.js'
import {CONTROL} from '../contract/control-fixture.js'

describe('[U] keys of a run', () => {
  it('double and halve the rate, or the longest pause without one', () => {
    const {settings} = CONTROL
    expect(faster(settings, 2)).to.deep.equal({rate: {unit: 'bytes', perSecond: 41_943_040}})
    const free = {...settings, rate: undefined}
    expect(faster(free, 0.5)).to.deep.equal({maxPauseMs: 5})
    expect(faster({...free, maxPauseMs: 1}, 0.5)).to.deep.equal({maxPauseMs: 1})
    expect(faster({...free, maxPauseMs: 80}, 2)).to.deep.equal({maxPauseMs: 100})
    expect(faster({...free, maxPauseMs: 500}, 2)).to.deep.equal({maxPauseMs: 500})
  })

  it('are read only in the foreground of a terminal', () => {
    expect(isForeground('7 (node (x) y) S 1 70 70 34816 70 4194304')).to.equal(true)
    expect(isForeground('7 (node) S 1 70 70 34816 99 4194304')).to.equal(false)
    expect(isForeground('7 (node) S 1 70 70 0 -1 4194304')).to.equal(false)
    expect(isForeground('')).to.equal(false)
  })
})
