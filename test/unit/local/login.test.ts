import {createHash} from 'node:crypto'
import {mkdir, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {
  loginLines,
  newPassword,
  PASSWORD_FILE,
  readPassword,
  refuseOldServer,
  writePassword,
} from '../../../src/local/login.js'
import {makeSecrets, readSecrets, removeSecrets} from '../../../src/local/secrets.js'
import {errorOf, thrownBy} from '../../support/thrown.js'
import {temporaryFolder} from './fake-server.js'

const REDIS = {software: 'redis', version: '7.0.15'} as const
const PLAIN = {tls: false, login: 'none'} as const
const WITH_PASSWORD = {tls: false, login: 'password'} as const

describe('[U] login to a local cluster', () => {
  it('needs no configuration without a password', () => {
    expect(loginLines('none', undefined, REDIS)).to.deep.equal([])
  })

  it('is the same for clients and nodes, with quotes in the password', () => {
    expect(loginLines('password', String.raw`a"b\c`, REDIS)).to.deep.equal([
      String.raw`requirepass "a\"b\\c"`,
      String.raw`masterauth "a\"b\\c"`,
    ])
  })

  it('is as an ACL user while the default user is off', () => {
    const hash = createHash('sha256').update('secret').digest('hex')
    expect(loginLines('acl', 'secret', REDIS)).to.deep.equal([
      'user default off',
      `user admin on #${hash} ~* &* +@all`,
      'masteruser admin',
      'masterauth "secret"',
    ])
    expect(loginLines('acl', 'secret', {software: 'redis', version: '6.0.16'})[1]).to.equal(
      `user admin on #${hash} ~* +@all`,
    )
    expect(loginLines('acl', 'x', {software: 'valkey', version: '7.2.4'})[1]).to.contain(' &* ')
  })

  it('is not possible as an ACL user, or with TLS, before Redis 6', () => {
    const old = {software: 'redis', version: '5.0.14'} as const
    expect(errorOf(() => refuseOldServer(old, {tls: false, login: 'acl'})).message).to.equal(
      'Redis 5.0.14 is too old for --acl, which needs Redis 6.0 or later.',
    )
    expect(errorOf(() => refuseOldServer(old, {tls: true, login: 'none'})).message).to.contain('--tls')
    refuseOldServer(old, WITH_PASSWORD)
    refuseOldServer(REDIS, {tls: true, login: 'acl'})
  })

  it('keeps the password in a file that only the owner can read', async () => {
    await using folder = await temporaryFolder()
    const dir = join(folder.path, 'new')
    expect(await readPassword(dir)).to.equal(undefined)
    await writePassword(dir, 'secret')
    expect(await readPassword(dir)).to.equal('secret')
    // A folder in the place of the file is no reason to do without a password.
    await mkdir(join(dir, 'other', 'password'), {recursive: true})
    const error = await thrownBy(readPassword(join(dir, 'other')))
    expect(error.code).to.equal('REFUSED')
    expect(error.message).to.match(/other\/password cannot be read/)
    expect((await stat(join(dir, PASSWORD_FILE))).mode & 0o777).to.equal(0o600)
    expect(newPassword()).to.match(/^[\da-f]{32}$/)
    expect(newPassword()).not.to.equal(newPassword())
  })

  for (const password of ['', 'two words', 'line\nend', 'ü', 'x'.repeat(513)]) {
    it(`refuses the password ${JSON.stringify(password.slice(0, 20))}, and leaves no file`, async () => {
      await using folder = await temporaryFolder()
      const dir = join(folder.path, 'new')
      const error = await thrownBy(makeSecrets(dir, WITH_PASSWORD, {password, hosts: []}))
      expect(error.code).to.equal('USAGE')
      expect(error.message).not.to.contain('xxxx')
      expect(await stat(dir).catch(() => undefined)).to.equal(undefined)
    })
  }
})

describe('[U] secrets of a local cluster', () => {
  it('are made, read and removed', async () => {
    await using folder = await temporaryFolder()
    const made = await makeSecrets(folder.path, WITH_PASSWORD, {password: undefined, hosts: []})
    expect(made.password).to.match(/^[\da-f]{32}$/)
    expect(await readSecrets(folder.path, WITH_PASSWORD)).to.deep.equal(made)
    expect(await readSecrets(folder.path, PLAIN)).to.deep.equal({
      password: undefined,
      certificates: undefined,
    })
    await removeSecrets(folder.path, WITH_PASSWORD)
    expect((await thrownBy(readSecrets(folder.path, WITH_PASSWORD))).message).to.match(/password is missing/)
  })

  it('never replace a file of somebody else', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, PASSWORD_FILE), 'mine')
    const error = await thrownBy(makeSecrets(folder.path, WITH_PASSWORD, {password: 'x', hosts: []}))
    expect(error.code).to.equal('REFUSED')
    expect(await readPassword(folder.path)).to.equal('mine')
  })
})
