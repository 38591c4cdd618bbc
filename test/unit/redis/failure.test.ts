import {expect} from 'chai'
import {replyCode, toFailure} from '../../../src/redis/failure.js'

const LIMITS = {connectTimeoutMs: 300, commandTimeoutMs: 500}

function reply(message: string): Error {
  return Object.assign(new Error(message), {name: 'ReplyError'})
}

function system(code: string): Error {
  return Object.assign(new Error(`connect ${code} 10.0.0.1:7000`), {code})
}

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
      /may not do.*cluster\|nodes/,
    ],
    ['ERR This instance has cluster support disabled', 'not-cluster', /not a cluster node/],
    ['LOADING server is loading the dataset in memory', 'loading', /still loading/],
    ['MISCONF something else', 'refused', /it answered: MISCONF/],
  ] as const
  for (const [message, kind, reason] of replies) {
    it(`takes «${message}» for ${kind}`, () => {
      const failure = toFailure(reply(message), LIMITS)
      expect(failure.kind).to.equal(kind)
      expect(failure.reason).to.match(reason)
    })
  }

  const failures = [
    [system('ECONNREFUSED'), /refused: nothing listens/],
    [system('ENOTFOUND'), /does not resolve/],
    [system('ETIMEDOUT'), /^no connection within 300 ms$/],
    [new Error('connect ETIMEDOUT'), /^no connection within 300 ms$/],
    [new Error('Command timed out'), /did not answer within 500 ms/],
    [new Error('Connection is closed.'), /closed the connection/],
    [new Error('Protocol error, got "H" as reply type byte'), /not a Redis or Valkey server/],
    [new Error('Unknown RESP type 72 "H". Please report this.'), /not a Redis or Valkey server/],
    [new Error('write EPROTO: wrong version number'), /does not speak TLS/],
    [new AggregateError([system('ECONNREFUSED'), system('ECONNREFUSED')]), /refused: nothing listens/],
    [new Error('self-signed certificate in certificate chain'), /not trusted .*--cacert$/],
    [new Error('unable to verify the first certificate'), /not trusted .*--cacert$/],
    [system('ECONNRESET'), /wants TLS \(--tls\) .* bus port$/],
  ] as const
  for (const [error, reason] of failures) {
    it(`puts «${error.message || error.name}» into words`, () => {
      const failure = toFailure(error, LIMITS)
      expect(failure.kind).to.equal('unreachable')
      expect(failure.reason).to.match(reason)
    })
  }

  it('says of a TLS connection that was closed what a server may want of it', () => {
    const tls = {...LIMITS, tls: {}}
    for (const error of [system('ECONNRESET'), new Error('Connection is closed.')]) {
      expect(toFailure(error, tls).reason).to.match(/client certificate .*--cert and --key.* bus port$/)
      expect(toFailure(error, tls).reason).not.to.contain('plain')
    }
    const alert = new Error('SSL alert number 116: tlsv13 alert certificate required')
    expect(toFailure(alert, tls).reason).to.match(/certificate required\).*--cert and --key/)
  })

  it('says that it was a TLS connection that got no answer', () => {
    expect(toFailure(system('ETIMEDOUT'), {...LIMITS, tls: {}}).reason).to.match(
      /^no TLS connection within 300 ms/,
    )
  })
})

describe('[U] replyCode', () => {
  it('is the first word of an error reply, and nothing for other errors', () => {
    expect(replyCode(reply('BUSYKEY Target key name already exists.'))).to.equal('BUSYKEY')
    expect(replyCode(new Error('ERR looks like one'))).to.equal(undefined)
    expect(replyCode('ERR')).to.equal(undefined)
  })
})
