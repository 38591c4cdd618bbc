import {expect} from 'chai'
import {parseFailOn, parseFindingCodes} from '../../../src/cli/finding-codes.js'
import {errorOf} from '../../support/thrown.js'

describe('[U] codes of findings', () => {
  it('are read from values and from lists', () => {
    expect(parseFindingCodes(['node-failed, node-loading', 'epochs-equal'], 'x')).to.deep.equal([
      'node-failed',
      'node-loading',
      'epochs-equal',
    ])
    expect(parseFindingCodes(undefined, 'x')).to.deep.equal([])
  })

  it('may be severities for --fail-on only', () => {
    expect(parseFailOn(['warning,node-failed', 'error'], 'x')).to.deep.equal([
      'warning',
      'node-failed',
      'error',
    ])
    expect(errorOf(() => parseFindingCodes(['warning'], '--ignore')).code).to.equal('USAGE')
    expect(errorOf(() => parseFailOn(['info'], '--fail-on')).code).to.equal('USAGE')
  })

  it('are refused with the place, the word and the nearest code', () => {
    const error = errorOf(() => parseFindingCodes(['node-faild'], 'ignore in the profile prod'))
    expect(error.message).to.equal(
      'ignore in the profile prod: there is no finding "node-faild"; did you mean node-failed?',
    )
    expect(errorOf(() => parseFindingCodes(['xyz'], '--ignore')).message).to.equal(
      '--ignore: there is no finding "xyz".',
    )
    expect(errorOf(() => parseFindingCodes(['node-failed,'], '--ignore')).message).to.contain('no finding ""')
  })
})
