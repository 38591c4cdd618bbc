import {expect} from 'chai'
import {isBug} from '../../../src/domain/bug.js'
import {ClusterToolError} from '../../../src/domain/errors.js'

describe('[U] isBug', () => {
  it('tells errors of our own from those of servers, networks and users', () => {
    const reply = Object.assign(new Error('ERR unknown command'), {name: 'ReplyError'})
    const refused = Object.assign(new TypeError('Invalid URL'), {code: 'ERR_INVALID_URL'})
    const lost = Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'})
    const others = [reply, refused, lost, new ClusterToolError('REFUSED', 'no'), 'text', undefined]
    expect(others.filter(isBug)).to.deep.equal([])
    expect([new TypeError('x'), new RangeError('x'), new ReferenceError('x')].map(isBug)).to.deep.equal([
      true,
      true,
      true,
    ])
  })
})
