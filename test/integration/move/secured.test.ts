import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {LOST_REPLY} from '../../../src/execution/move/keys.js'
import type {ConnectionOptions} from '../../../src/redis/connection.js'
import {connect, disconnect} from '../../../src/redis/connection.js'
import {makeCertificates, type TlsFiles} from '../../support/certificates.js'
import {loadTls} from '../../../src/redis/tls.js'
import {fill} from '../../support/fill.js'
import {matrix} from '../../support/matrix.js'
import {runReshard} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {freeBasePort} from '../../support/servers.js'
import {thrownBy} from '../../support/thrown.js'

const RANGES = [{start: 0, end: 199}]
const MOVER = 'ACL SETUSER mover on >secret ~* +@all'.split(' ')

async function send(node: TestServer, connection: ConnectionOptions, ...command: string[]): Promise<unknown> {
  const redis = await connect({host: node.host, port: node.port}, connection)
  const [name = '', ...args] = command
  const reply = await redis.call(name, ...args)
  disconnect(redis)
  return reply
}

describe('[I] full slots move on secured clusters', function () {
  this.timeout(240_000)
  let folder: string
  let files: TlsFiles

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-tls-'))
    files = await makeCertificates(folder)
  })
  after(() => rm(folder, {recursive: true, force: true}))

  matrix('with', ({path, software, version}) => {
    async function moves(cluster: TestCluster, connection: ConnectionOptions): Promise<string> {
      const [source, , target] = cluster.primaries
      if (!source || !target) throw new Error('too few primaries')
      const keys = await fill(source, {ranges: RANGES, keysPerSlot: 5, connection})
      const ends = {to: cluster.idOf(target), from: [cluster.idOf(source)]}
      const outcome = await runReshard(source, {...ends, slots: '0-199'}, {connection})
      expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
      // On a busy machine a MIGRATE may reach its timeout, which is reported and repaired.
      const {notes = [], move} = outcome.steps[0] ?? {}
      expect(notes.filter((note) => !note.includes(LOST_REPLY))).to.deep.equal([])
      expect(move?.keys).to.equal(keys)
      expect(Number(await send(target, connection, 'DBSIZE'))).to.equal(keys)
      return move?.method ?? ''
    }

    it('a password', async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0, server: path})
      await cluster.configure('masterauth', 'secret')
      await cluster.configure('requirepass', 'secret')
      await moves(cluster, {...PLAIN, password: 'secret', commandTimeoutMs: 5000})
    })

    it('an ACL user', async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0, server: path})
      const connection = {...PLAIN, user: 'mover', password: 'secret', commandTimeoutMs: 5000}
      for (const node of cluster.primaries) await send(node, PLAIN, ...MOVER)
      await moves(cluster, connection)
      await Promise.all(
        cluster.primaries.map((node) => send(node, PLAIN, 'ACL', 'SETUSER', 'mover', '-restore-asking')),
      )
      const [source, , target] = cluster.primaries
      if (!source || !target) throw new Error('too few primaries')
      const wish = {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: '200-210'}
      const error = await thrownBy(runReshard(source, wish, {connection, method: 'keys'}))
      expect(error.code).to.equal('REFUSED')
      expect(error.message).to.contain(`${target.address}: this user may not run RESTORE-ASKING`)
      expect(error.hints.join()).to.contain('+restore-asking')
    })

    it('TLS', async () => {
      const wish = {cacertdir: undefined, sni: undefined, insecure: false}
      const tls = await loadTls({...wish, cacert: files.ca, cert: files.cert, key: files.key})
      const connection = {...PLAIN, commandTimeoutMs: 5000, tls}
      await using cluster = await TestCluster.start({
        count: 3,
        replicas: 0,
        server: path,
        tls: files,
        connection,
      })
      await moves(cluster, connection)
    })

    // Before 7.2, a node without TLS between nodes announces its plain port to TLS clients (redis#8587), so they need
    // --address-map.
    const knowsPorts = software === 'valkey' || Number.parseInt(version) > 7
    const itKnows = knowsPorts ? it : () => undefined
    itKnows('TLS for clients and none between the nodes', async () => {
      const wish = {cacertdir: undefined, sni: undefined, insecure: false}
      const tls = await loadTls({...wish, cacert: files.ca, cert: files.cert, key: files.key})
      const base = await freeBasePort(6)
      await using cluster = await TestCluster.start({
        count: 3,
        replicas: 0,
        server: path,
        tls: files,
        nodeArgs: (index) => ['--port', String(base + index), '--tls-cluster', 'no'],
        connection: {...PLAIN, commandTimeoutMs: 5000, tls},
      })
      await moves(cluster, {...PLAIN, commandTimeoutMs: 5000, tls})
    })

    if (software !== 'valkey') return
    it('a password that the nodes do not have for each other: key by key, and a caution says why', async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0, server: path})
      await cluster.configure('requirepass', 'secret')
      const connection = {...PLAIN, password: 'secret', commandTimeoutMs: 5000}
      expect(await moves(cluster, connection)).to.equal('keys')
      const [source, , target] = cluster.primaries
      if (!source || !target) throw new Error('too few primaries')
      const wish = {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: '200-210'}
      const plan = (method: 'auto' | 'atomic') => runReshard(source, wish, {connection, method, dryRun: true})
      expect((await plan('auto')).plan.cautions?.map(({code}) => code)).to.deep.equal(['primaryauth-missing'])
      expect((await thrownBy(plan('atomic'))).hints.join()).to.contain('CONFIG SET primaryauth')
    })
  })
})
