import {expect} from 'chai'
import {ConnectionLost, ReplyRefused} from '../../../src/redis/errors.js'
import {silenceReason, toFailure} from '../../../src/redis/failure.js'

describe('[U] toFailure', () => {
  const replies = [
    ['NOAUTH Authentication required.', 'auth', /none was given/],
    [
      'WRONGPASS invalid username-password pair or user is disabled.',
      'auth',
      /^wrong user name or password$/,
    ],
    ['ERR invalid password', 'auth', /^wrong user name or password$/],
    [
      "NOPERM User x has no permissions to run the 'cluster|nodes' command",
      'auth',
      /lacks a permission.*cluster\|nodes/,
    ],
    ['ERR This instance has cluster support disabled', 'not-cluster', /not a cluster node/],
    ['LOADING server is loading the dataset in memory', 'loading', /still loading/],
    ['MISCONF something else', 'refused', /it answered: MISCONF/],
  ] as const
  for (const [message, kind, reason] of replies) {
    it(`takes «${message}» for ${kind}`, () => {
      const failure = toFailure(new ReplyRefused(message))
      expect(failure.kind).to.equal(kind)
      expect(failure.reason).to.match(reason)
    })
  }

  it('considers a failed connection an unreachable node, with its message', () => {
    expect(toFailure(new ConnectionLost('no route'))).to.deep.equal({kind: 'unreachable', reason: 'no route'})
  })
})

describe('[U] silenceReason', () => {
  it('says that a connection was closed without an answer, or otherwise what was wrong', () => {
    const closed = new ConnectionLost('closed', {cause: new Error('Connection is closed.')})
    expect(silenceReason(closed)).to.equal('it closed the connection without an answer')
    expect(silenceReason(new ConnectionLost('no answer', {cause: new Error('Command timed out')}))).to.equal(
      'no answer',
    )
  })
})
