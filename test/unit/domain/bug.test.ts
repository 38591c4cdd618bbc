import {expect} from 'chai'
import {isBug, unlessBug} from '../../../src/domain/bug.js'
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

describe('[U] unlessBug', () => {
  it('goes on without what a server did not give, and not after an error of our own', () => {
    expect(unlessBug(new ClusterToolError('UNREACHABLE', 'gone'))).to.equal(undefined)
    expect(() => unlessBug(new TypeError('x is no function'))).to.throw(TypeError, 'x is no function')
  })
})
