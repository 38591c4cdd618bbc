import {X509Certificate} from 'node:crypto'
import {readdir, readFile, stat} from 'node:fs/promises'
import {expect} from 'chai'
import {makeCertificates} from '../../../src/local/certificates.js'
import {thrownBy} from '../../support/thrown.js'
import {temporaryFolder} from './fake-server.js'

describe('[U] certificates of a local cluster', () => {
  it('are signed by their authority, for the addresses, with a key that only the owner can read', async () => {
    await using folder = await temporaryFolder()
    const {ca, cert, key} = await makeCertificates(folder.path, ['127.0.0.1', '127.0.0.3', '::1'])
    const [authority, node] = (await Promise.all([ca, cert].map((path) => readFile(path)))).map(
      (pem) => new X509Certificate(pem),
    )
    if (!authority || !node) throw new Error('a certificate is missing')
    expect(authority.ca).to.equal(true)
    expect(node.ca).to.equal(false)
    expect(node.verify(authority.publicKey)).to.equal(true)
    expect(node.checkIP('127.0.0.3')).to.equal('127.0.0.3')
    expect(node.checkIP('::1')).to.equal('::1')
    expect(node.checkIP('127.0.0.2')).to.equal(undefined)
    expect(node.checkHost('localhost')).to.equal('localhost')
    expect(Date.parse(node.validTo) - Date.now()).to.be.greaterThan(9 * 365 * 86_400_000)
    expect((await stat(key)).mode & 0o777).to.equal(0o600)
    expect(await readdir(`${folder.path}/tls`)).to.have.members(['ca.crt', 'node.crt', 'node.key'])
  })

  it('are refused in one sentence without openssl, and nothing is left', async () => {
    await using folder = await temporaryFolder()
    const path = process.env['PATH']
    process.env['PATH'] = folder.path
    try {
      const error = await thrownBy(makeCertificates(folder.path, ['127.0.0.1']))
      expect(error.code).to.equal('REFUSED')
      expect(error.message).to.match(
        /^--tls makes certificates with openssl, and there is no openssl on PATH/,
      )
    } finally {
      process.env['PATH'] = path
    }
    expect(await readdir(folder.path)).to.deep.equal([])
  })
})
