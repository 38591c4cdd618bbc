import {join} from 'node:path'
import {expect} from 'chai'
import {loadTls} from '../../../src/redis/tls.js'
import {checkBackup} from '../../../src/storage/check-backup.js'
import {makeCertificates} from '../../support/certificates.js'
import {readNodes, runBackup} from '../../support/run-backup.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {thrownBy} from '../../support/thrown.js'
import {temporaryFolder} from '../../unit/local/fake-server.js'

const USERS = [
  '--user enough on >knock +cluster +info +sync +replconf',
  '--user scarcely on >knock +cluster +info +sync',
  '--user lacking on >knock +cluster +info',
].flatMap((words) => words.split(' '))

const as = (user: string) => ({connection: {...PLAIN, user, password: 'knock'}})

describe('[I] backup as', function () {
  this.timeout(240_000)

  it('a user with few rights', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await TestCluster.start({count: 1, replicas: 0, args: USERS})
    const {primary} = cluster.shard(0)
    for (const user of ['enough', 'scarcely']) {
      const dir = join(folder.path, user)
      const {status, notes} = await runBackup(primary, dir, as(user))
      expect(status, user).to.equal('done')
      expect(notes).to.deep.equal([`ACL users are not in the backup: ${primary.address} did not list them.`])
      expect(await checkBackup(dir)).to.deep.equal([])
    }
    const {status, results} = await runBackup(primary, join(folder.path, 'lacking'), as('lacking'))
    expect(status).to.equal('incomplete')
    const [result] = results
    expect(result?.status === 'failed' && result.error).to.match(/this user lacks a permission: .*NOPERM/)
    const {code} = await thrownBy(runBackup(primary, join(folder.path, 'wrong'), as('nobody')))
    expect(code).to.equal('UNREACHABLE')
    const own = join(folder.path, 'own')
    expect((await runBackup(primary, own)).notes).to.deep.equal([])
    const [node] = await readNodes(own)
    expect(node?.acl_users?.map((line) => line.split(' ')[1])).to.have.members([
      'default',
      'enough',
      'scarcely',
      'lacking',
    ])
  })

  it('a client with a certificate and a password', async () => {
    await using folder = await temporaryFolder()
    const tls = await makeCertificates(folder.path)
    const files = {cacert: tls.ca, cert: tls.cert, key: tls.key}
    const connection = {
      ...PLAIN,
      password: 'a pass:word@%',
      tls: await loadTls({...files, cacertdir: undefined, sni: undefined, insecure: false}),
    }
    const args = ['--requirepass', connection.password]
    await using cluster = await TestCluster.start({count: 1, replicas: 0, tls, args, connection})
    const dir = join(folder.path, 'backup')
    const {status} = await runBackup(cluster.shard(0).primary, dir, {connection})
    expect(status).to.equal('done')
    expect(await checkBackup(dir)).to.deep.equal([])
  })
})
