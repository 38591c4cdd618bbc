import {expect} from 'chai'
import {ClusterToolError} from '../../../src/domain/errors.js'
import {errorText} from '../../../src/report/error-text.js'

describe('[U] error text', () => {
  it('is the message and a line per hint', () => {
    const error = new ClusterToolError('REFUSED', 'Node h:1 is not empty.', {hints: ['Do this.', 'Or that.']})
    expect(errorText(error)).to.equal('Error: Node h:1 is not empty.\n  Do this.\n  Or that.')
  })

  it('keeps lines and escapes control sequences for terminals', () => {
    expect(errorText({message: 'one\n  two\u001b[2J', hints: []})).to.equal('Error: one\n  two\\x1b[2J')
  })
})
