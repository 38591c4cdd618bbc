import {expect} from 'chai'
import {ClusterToolError} from '../../../../src/domain/errors.js'
import {ConnectionLost, ReplyRefused} from '../../../../src/redis/errors.js'
import {asFarAsTheyAnswer} from '../../../../src/execution/move/retrying.js'

describe('[U] asFarAsTheyAnswer', () => {
  it('continues without nodes that refuse or do not answer', async () => {
    const refused = new ReplyRefused('LOADING Redis is loading')
    const silent = new ClusterToolError('UNREACHABLE', 'a:1 does not answer any more')
    const lost = new ConnectionLost('it closed the connection')
    await asFarAsTheyAnswer([Promise.reject(refused), Promise.reject(silent), Promise.reject(lost)])
  })

  it('throws a bug', async () => {
    const works = [
      Promise.reject(new ConnectionLost('it closed the connection')),
      Promise.reject(new TypeError('x')),
    ]
    const reason = await asFarAsTheyAnswer(works).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(reason).to.be.instanceOf(TypeError)
  })
})
