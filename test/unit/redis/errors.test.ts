import {expect} from 'chai'
import {ClusterToolError} from '../../../src/domain/errors.js'
import {
  ConnectionLost,
  ReplyRefused,
  toServerError,
  unlessRefused,
  whenServerError,
} from '../../../src/redis/errors.js'

const LIMITS = {connectTimeoutMs: 300, commandTimeoutMs: 500}
const thrown = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('[U] errors of servers', () => {
  it('are an error reply with its first word, or a lost connection with a reason', () => {
    const raw = Object.assign(new Error('BUSYKEY Target key name already exists.'), {name: 'ReplyError'})
    const refused = toServerError(raw, LIMITS)
    expect(refused).to.be.instanceOf(ReplyRefused).with.property('code', 'BUSYKEY')
    const lost = toServerError(
      Object.assign(new Error('connect ECONNREFUSED'), {code: 'ECONNREFUSED'}),
      LIMITS,
    )
    expect(lost)
      .to.be.instanceOf(ConnectionLost)
      .with.property('message')
      .that.matches(/nothing listens/)
  })

  it('are not bugs, which are passed on unchanged', () => {
    const own = [
      new TypeError('x is undefined'),
      new RangeError('far'),
      new ClusterToolError('REFUSED', 'no'),
    ]
    for (const error of own) {
      expect(toServerError(error, LIMITS)).to.equal(error)
      expect(thrown(() => whenServerError('instead')(error))).to.equal(error)
      expect(thrown(() => unlessRefused(error))).to.equal(error)
    }
    expect(whenServerError('instead')(new ConnectionLost('gone'))).to.equal('instead')
    expect(unlessRefused(new ReplyRefused('ERR no'))).to.equal(undefined)
    expect(thrown(() => unlessRefused(new ConnectionLost('gone')))).to.be.instanceOf(ConnectionLost)
  })
})
