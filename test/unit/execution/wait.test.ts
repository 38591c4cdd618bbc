import {expect} from 'chai'
import {pacing} from '../../../src/execution/wait.js'

describe('[U] pauses between readings', () => {
  it('are short for few nodes, and grow with their number up to a limit', () => {
    expect(pacing(6)).to.deep.equal({everyMs: 30, firstMs: 2})
    expect(pacing(100)).to.deep.equal({everyMs: 100, firstMs: 25})
    expect(pacing(1000).everyMs).to.equal(150)
  })
})
