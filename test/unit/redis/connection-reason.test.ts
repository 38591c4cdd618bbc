import {expect} from 'chai'
import {connectionReason} from '../../../src/redis/connection-reason.js'

const LIMITS = {connectTimeoutMs: 300, commandTimeoutMs: 500}

function system(code: string): Error {
  return Object.assign(new Error(`connect ${code} 10.0.0.1:7000`), {code})
}

describe('[U] the reason why a connection failed', () => {
  const failures = [
    [system('ECONNREFUSED'), /refused: nothing listens/],
    [system('ENOTFOUND'), /does not resolve/],
    [system('ETIMEDOUT'), /^no connection within 300 ms$/],
    [new Error('connect ETIMEDOUT'), /^no connection within 300 ms$/],
    [new Error('Command timed out'), /did not answer within 500 ms/],
    [new Error('Connection is closed.'), /closed the connection/],
    [new Error('Protocol error, got "H" as reply type byte'), /not a Redis or Valkey server/],
    [new Error('Unknown RESP type 72 "H". Please report this.'), /not a Redis or Valkey server/],
    [new Error('write EPROTO: wrong version number'), /does not use TLS/],
    [new AggregateError([system('ECONNREFUSED'), system('ECONNREFUSED')]), /refused: nothing listens/],
    [new Error('self-signed certificate in certificate chain'), /not trusted .*--cacert$/],
    [new Error('unable to verify the first certificate'), /not trusted .*--cacert$/],
    [system('ECONNRESET'), /may require TLS \(--tls\), .* bus port$/],
  ] as const
  for (const [error, reason] of failures) {
    it(`puts «${error.message || error.name}» into words`, () => {
      expect(connectionReason(error, LIMITS)).to.match(reason)
    })
  }

  it('says what a server that closed a TLS connection may require', () => {
    const tls = {...LIMITS, tls: {}}
    for (const error of [system('ECONNRESET'), new Error('Connection is closed.')]) {
      expect(connectionReason(error, tls)).to.match(/client certificate .*--cert and --key.* bus port$/)
      expect(connectionReason(error, tls)).not.to.contain('plain')
    }
    const alert = new Error('SSL alert number 116: tlsv13 alert certificate required')
    expect(connectionReason(alert, tls)).to.match(/certificate required\).*--cert and --key/)
  })

  it('says that a TLS connection got no answer', () => {
    expect(connectionReason(system('ETIMEDOUT'), {...LIMITS, tls: {}})).to.match(
      /^no TLS connection within 300 ms/,
    )
  })
})
