import {DEFAULT_CIPHERS} from 'node:tls'
import {expect} from 'chai'
import {loadTls} from '../../../src/redis/tls.js'
import {thrownBy} from '../../support/thrown.js'

const FILES = {
  cacert: undefined,
  cacertdir: undefined,
  cert: undefined,
  key: undefined,
  sni: undefined,
  insecure: false,
}
const [SUITES, OTHERS] = [true, false].map((wanted) =>
  DEFAULT_CIPHERS.split(':')
    .filter((name) => name.startsWith('TLS_') === wanted)
    .join(':'),
)

describe('ciphers of TLS', () => {
  it('are by default those of Node.js', async () => {
    expect((await loadTls(FILES)).ciphers).to.equal(undefined)
  })

  it('keep the defaults for TLS versions without an option', async () => {
    const old = await loadTls({...FILES, 'tls-ciphers': 'ECDHE-RSA-AES256-GCM-SHA384'})
    expect(old.ciphers).to.equal(`${SUITES}:ECDHE-RSA-AES256-GCM-SHA384`)
    const since = await loadTls({...FILES, 'tls-ciphersuites': 'TLS_AES_256_GCM_SHA384'})
    expect(since.ciphers).to.equal(`TLS_AES_256_GCM_SHA384:${OTHERS}`)
    const both = await loadTls({
      ...FILES,
      'tls-ciphers': 'HIGH',
      'tls-ciphersuites': 'TLS_AES_128_GCM_SHA256',
    })
    expect(both.ciphers).to.equal('TLS_AES_128_GCM_SHA256:HIGH')
  })

  it('that do not exist are reported', async () => {
    const old = await thrownBy(loadTls({...FILES, 'tls-ciphers': 'ROT13'}))
    expect(old.message).to.equal('"ROT13", given with --tls-ciphers, is not a cipher.')
    const since = await thrownBy(loadTls({...FILES, 'tls-ciphersuites': 'TLS_ROT13'}))
    expect(since.message).to.equal('"TLS_ROT13", given with --tls-ciphersuites, is not a cipher.')
  })
})
