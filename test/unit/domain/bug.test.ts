import {connect} from 'node:net'
import {expect} from 'chai'
import {isBug, unlessBug} from '../../../src/domain/bug.js'
import {ClusterToolError} from '../../../src/domain/errors.js'
import {ConnectionLost, toServerError} from '../../../src/redis/errors.js'

const LIMITS = {connectTimeoutMs: 100, commandTimeoutMs: 100, tls: undefined}

function thrownBy(use: () => unknown): unknown {
  try {
    return use()
  } catch (error) {
    return error
  }
}

describe('[U] isBug', () => {
  it('distinguishes bugs from errors of servers, networks and users', () => {
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

  it('counts an argument error of Node as a bug, although it has a code', () => {
    const error = thrownBy(() => Buffer.from(undefined as unknown as string))
    expect(error).to.include({code: 'ERR_INVALID_ARG_TYPE'})
    expect(isBug(error)).to.equal(true)
    const place = thrownBy(() => connect({port: 70_000}))
    expect(place).to.be.instanceOf(RangeError)
    expect(isBug(place)).to.equal(false)
  })

  it('is never a lost node for toServerError', () => {
    const ours = thrownBy(() => Buffer.from(undefined as unknown as string))
    const place = thrownBy(() => connect({port: 70_000}))
    const lossOf = (error: unknown) => toServerError(error, LIMITS) instanceof ConnectionLost
    expect([ours, new SyntaxError('x'), place].map(lossOf)).to.deep.equal([false, false, true])
  })
})

describe('[U] unlessBug', () => {
  it('ignores errors of servers, and throws bugs', () => {
    expect(unlessBug(new ClusterToolError('UNREACHABLE', 'gone'))).to.equal(undefined)
    expect(() => unlessBug(new TypeError('x is no function'))).to.throw(TypeError, 'x is no function')
  })
})
