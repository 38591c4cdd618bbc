import {expect} from 'chai'
import {hasVersion} from '../../../src/domain/version.js'

describe('[U] versions', () => {
  const fits = (own: string | undefined, version: string, orLater = false) =>
    hasVersion(own, {version, orLater})

  it('fit one that they begin with, part by part', () => {
    expect(fits('8.0.3', '8.0')).to.equal(true)
    expect(fits('8.0.3', '8')).to.equal(true)
    expect(fits('8.0.3', '8.0.3')).to.equal(true)
    expect(fits('8.0', '8.0.0')).to.equal(true)
    expect(fits('8.01.3', '8.0')).to.equal(false)
    expect(fits('8.1.0', '8.0')).to.equal(false)
    expect(fits('7.2.4', '8')).to.equal(false)
  })

  it('fit an earlier one if a later version is accepted', () => {
    expect(fits('8.0.3', '8.0', true)).to.equal(true)
    expect(fits('8.1.0', '8.0.9', true)).to.equal(true)
    expect(fits('10.0', '9.1', true)).to.equal(true)
    expect(fits('7.9.9', '8.0', true)).to.equal(false)
    expect(fits('8.0.2', '8.0.3', true)).to.equal(false)
  })

  it('fit none if they are unknown', () => {
    expect(fits(undefined, '1', true)).to.equal(false)
  })
})
