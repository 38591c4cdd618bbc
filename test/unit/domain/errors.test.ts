import {expect} from 'chai'
import {ClusterToolError, EXIT_CODES} from '../../../src/domain/errors.js'

describe('[U] EXIT_CODES', () => {
  it('gives each code a different number, and none the 0 of success', () => {
    const numbers: number[] = Object.values(EXIT_CODES)
    expect(new Set(numbers).size).to.equal(numbers.length)
    expect(numbers).not.to.include(0)
  })

  it('is the published table', () => {
    expect(EXIT_CODES).to.deep.equal({
      UNEXPECTED: 1,
      USAGE: 2,
      UNHEALTHY: 3,
      REFUSED: 4,
      UNREACHABLE: 5,
      INCOMPLETE: 6,
      CANCELLED: 130,
    })
  })
})

describe('[U] ClusterToolError', () => {
  it('carries code, sentence, hints and cause', () => {
    const cause = new Error('refused')
    const error = new ClusterToolError('UNREACHABLE', 'No node answers.', {hints: ['Start one.'], cause})
    expect(error).to.be.instanceOf(Error)
    expect(error).to.include({
      name: 'ClusterToolError',
      code: 'UNREACHABLE',
      message: 'No node answers.',
      cause,
    })
    expect(error.hints).to.deep.equal(['Start one.'])
  })

  it('has no hints and no details by default', () => {
    expect(new ClusterToolError('REFUSED', 'No.')).to.deep.include({hints: [], details: []})
  })
})
