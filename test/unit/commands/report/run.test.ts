import {expect} from 'chai'
import {planPicture} from '../../../../src/cli/plan-picture.js'
import {parseReport} from '../../../../src/commands/report/run.js'
import {errorOf, thrownBy} from '../../../support/thrown.js'

const FLAGS = {out: 'r.html', force: false, 'big-keys': false, 'scan-time': undefined, 'slow-log': false}

describe('[U] flags of report', () => {
  it('look for big keys only if that is asked for, for ten seconds or as long as they say', () => {
    expect(parseReport(FLAGS)).to.deep.equal({
      out: 'r.html',
      force: false,
      slowLog: false,
      bigKeysMs: undefined,
    })
    expect(parseReport({...FLAGS, 'big-keys': true}).bigKeysMs).to.equal(10_000)
    expect(parseReport({...FLAGS, 'big-keys': true, 'scan-time': '2m'}).bigKeysMs).to.equal(120_000)
  })

  it('are refused if the time is none, or is for nothing', () => {
    const none = errorOf(() => parseReport({...FLAGS, 'big-keys': true, 'scan-time': 'soon'}))
    expect(none.message).to.match(/^--scan-time cannot be "soon": it is a time such as/)
    const idle = errorOf(() => parseReport({...FLAGS, 'scan-time': '30s'}))
    expect({code: idle.code, message: idle.message}).to.deep.equal({
      code: 'USAGE',
      message: '--scan-time is for --big-keys, which is missing.',
    })
  })
})

describe('[U] picture of a plan', () => {
  const flags = {map: true, 'dry-run': false, out: undefined}

  it('is for plans that are not carried out', async () => {
    for (const stops of [{'dry-run': true}, {simulate: true}, {out: 'plan.json'}]) {
      expect(await planPicture({...flags, ...stops})).to.be.a('function')
    }
    expect((await thrownBy(planPicture(flags))).code).to.equal('USAGE')
    expect(await planPicture({...flags, map: false})).to.equal(undefined)
  })
})
