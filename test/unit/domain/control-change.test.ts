import {expect} from 'chai'
import {changedSettings, parseControlChange} from '../../../src/domain/control-change.js'
import {ClusterToolError} from '../../../src/domain/errors.js'

const SETTINGS = {
  maxPauseMs: 10,
  window: 64,
  pipeline: 5,
  rate: {unit: 'keys', perSecond: 9},
  parallel: 3,
  throttle: undefined,
  hours: undefined,
} as const

describe('[U] settings that are changed while an operation runs', () => {
  it('are read from words', () => {
    const words = ['max-pause=5ms', 'rate=20MB/s', 'window=16', 'pipeline=100', 'parallel=2']
    expect(parseControlChange(words)).to.deep.equal({
      maxPauseMs: 5,
      rate: {unit: 'bytes', perSecond: 20_971_520},
      window: 16,
      pipeline: 100,
      parallel: 2,
    })
    expect(parseControlChange(['throttle=lag=1MB,memory=90%', 'window-of=22:00-04:00'])).to.deep.equal({
      throttle: {lagBytes: 1_048_576, memoryPercent: 90},
      hours: {from: 1320, to: 240},
    })
    expect(parseControlChange(['max-pause=7'])).to.deep.equal({maxPauseMs: 7})
    expect(parseControlChange(['max-pause=1s'])).to.deep.equal({maxPauseMs: 1000})
  })

  it('replace those that are named, and none removes a limit', () => {
    expect(changedSettings(SETTINGS, parseControlChange(['window=1']))).to.deep.equal({
      ...SETTINGS,
      window: 1,
    })
    const none = changedSettings(
      SETTINGS,
      parseControlChange(['rate=none', 'pipeline=none', 'parallel=none']),
    )
    expect(none).to.deep.equal({
      maxPauseMs: 10,
      window: 64,
      pipeline: undefined,
      rate: undefined,
      parallel: undefined,
      throttle: undefined,
      hours: undefined,
    })
  })

  for (const [words, message] of [
    [[], /^set needs at least one setting/],
    [['widow=3'], /^There is no setting "widow"; did you mean window\?$/],
    [['window'], /^"window" cannot be set: window is a number of slots from 1 to 16384\.$/],
    [['window=0'], /cannot be set/],
    [['window=16385'], /cannot be set/],
    [['max-pause=0'], /cannot be set/],
    [['max-pause=none'], /^"max-pause=none" cannot be set: max-pause is a time such as 5ms/],
    [['rate=20'], /^"rate=20" cannot be set: rate is a rate such as 20MB\/s or 5000keys\/s, or none\.$/],
    [['parallel=1.5'], /cannot be set/],
  ] as const) {
    it(`are refused: "${words.join(' ')}"`, () => {
      expect(() => parseControlChange(words)).to.throw(ClusterToolError, message)
    })
  }
})
