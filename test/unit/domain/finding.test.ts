import {expect} from 'chai'
import {type FindingCode, SEVERITY} from '../../../src/domain/finding.js'

/** The cluster cannot serve something, or serves it wrongly: only these make a check fail. */
const ERRORS: readonly FindingCode[] = [
  'slots-uncovered',
  'slots-open',
  'views-disagree',
  'slots-claimed-twice',
  'cluster-state-fail',
  'keys-in-foreign-slots',
  'keys-hidden',
]

describe('[U] SEVERITY', () => {
  it('is error for findings about slots and service, and for no others', () => {
    const codes = Object.keys(SEVERITY) as FindingCode[]
    expect(codes.filter((code) => SEVERITY[code] === 'error')).to.have.members(ERRORS)
  })

  it('is not even warning for things that could not be read', () => {
    expect(SEVERITY['read-refused']).to.equal('info')
  })
})
