import {expect} from 'chai'
import {parseControlChange} from '../../../src/domain/control-change.js'
import {changeBetween, changeWords, optionsAfter, settingsOf} from '../../../src/domain/control-settings.js'
import {MOVE_DEFAULTS} from '../../../src/domain/move.js'

const OPTIONS = {joinLimitMs: 1, moving: {...MOVE_DEFAULTS, rate: {unit: 'keys', perSecond: 9}}} as const
const WORDS = [
  'max-pause=5ms',
  'rate=20MB/s',
  'window=16',
  'pipeline=100',
  'parallel=2',
  'throttle=lag=10MB,latency=5ms,memory=90%',
  'window-of=22:00-04:00',
]

describe('[U] settings of a plan', () => {
  it('are changed by what was set while it ran, and nothing else is', () => {
    const after = optionsAfter(OPTIONS, parseControlChange(['window=16', 'parallel=2', 'rate=none']))
    expect(after).to.deep.equal({
      joinLimitMs: 1,
      moving: {...MOVE_DEFAULTS, window: 16, rate: undefined},
      mostMoves: 2,
    })
    expect(optionsAfter(after, {parallel: null})).not.to.have.property('mostMoves')
    expect(optionsAfter(OPTIONS, {})).to.deep.equal(OPTIONS)
  })

  it('are written with the words that set takes', () => {
    const change = parseControlChange(WORDS)
    expect(parseControlChange(changeWords(change))).to.deep.equal(change)
    expect(changeWords(change)).to.have.members(WORDS)
    expect(changeWords({rate: null, hours: null, parallel: null})).to.deep.equal([
      'rate=none',
      'parallel=none',
      'window-of=none',
    ])
    expect(changeWords({})).to.deep.equal([])
  })

  it('are compared, and a limit that is gone is a change', () => {
    const before = settingsOf(OPTIONS)
    expect(changeBetween(before, settingsOf(OPTIONS))).to.deep.equal({})
    expect(changeBetween(before, {...before, rate: undefined, window: 2})).to.deep.equal({
      rate: null,
      window: 2,
    })
    expect(changeBetween(before, {...before, rate: {unit: 'keys', perSecond: 9}})).to.deep.equal({})
  })
})
