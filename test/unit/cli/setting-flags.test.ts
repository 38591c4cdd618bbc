import {expect} from 'chai'
import {settingFlags, settingsWished} from '../../../src/cli/setting-flags.js'
import {SETTING_NAMES} from '../../../src/domain/control-change.js'
import {ClusterToolError} from '../../../src/domain/errors.js'

type Typed = Parameters<typeof settingsWished>[0]

const wished = (flags: Partial<Typed>) => settingsWished(flags as Typed)

describe('[U] flags of settings for steps that were planned before', () => {
  it('are one for each setting that control changes', () => {
    expect(Object.keys(settingFlags)).to.have.members([...SETTING_NAMES])
  })

  it('take what control set takes, and none removes a limit', () => {
    expect(wished({})).to.deep.equal({})
    expect(wished({rate: '5keys/s', 'max-pause': '5ms', 'window-of': 'none', parallel: '2'})).to.deep.equal({
      rate: {unit: 'keys', perSecond: 5},
      maxPauseMs: 5,
      hours: null,
      parallel: 2,
    })
  })

  it('are refused with what they take', () => {
    expect(() => wished({'max-pause': 'soon'})).to.throw(
      ClusterToolError,
      '--max-pause cannot be "soon": it is a time such as 5ms; a number alone is in milliseconds.',
    )
    expect(() => wished({rate: ''})).to.throw(ClusterToolError, /^--rate cannot be "": it is a rate such as/)
  })
})
