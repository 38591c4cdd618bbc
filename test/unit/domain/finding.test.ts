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
  it('makes errors of what concerns slots and service, and of nothing else', () => {
    const codes = Object.keys(SEVERITY) as FindingCode[]
    expect(codes.filter((code) => SEVERITY[code] === 'error')).to.have.members(ERRORS)
  })

  it('does not even warn of what could not be read', () => {
    expect(SEVERITY['read-refused']).to.equal('info')
  })
})
