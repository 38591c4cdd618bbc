import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {connect as connectTo, createServer, type Socket} from 'node:net'
import {once} from 'node:events'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {fill} from '../../support/fill.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

describe('[E] backup', function () {
  this.timeout(240_000)
  const folder = mkdtempSync(join(tmpdir(), 'clustertool-test-'))
  after(() => rmSync(folder, {recursive: true, force: true}))

  it('is incomplete, exit code 6, when the cluster goes away before backup reads it again', async () => {
    await using cluster = await TestCluster.start({
      count: 1,
      replicas: 0,
      args: ['--repl-diskless-sync', 'yes', '--repl-diskless-sync-delay', '0'],
    })
    const {primary} = cluster.shard(0)
    await fill(primary, {ranges: [{start: 0, end: 499}], keysPerSlot: 1})
    await using proxy = await startProxy(primary)
    const dir = join(folder, 'dies')
    const {exitCode, stdout, stderr} = await runCli([
      'backup',
      primary.address,
      dir,
      '--address-map',
      `${primary.address}=127.0.0.1:${proxy.port}`,
    ])
    expect(proxy.isDead(), 'it went away').to.equal(true)
    expect(exitCode, stdout + stderr).to.equal(6)
    expect(stdout).to.include('The cluster could not be read afterwards')
    expect(stdout).to.include(
      `Incomplete: ${dir} does not contain the whole cluster, and is marked as incomplete.`,
    )
    expect(JSON.parse(readFileSync(join(dir, 'backup.json'), 'utf8'))).to.include({complete: false})
  })

  const newest = serverPrograms().find(({name}) => /Valkey 9/.test(name))
  const oldest = serverPrograms().find(({name}) => name === 'Redis 6.0')
  it('says if no server program on this machine could restore it', async function () {
    if (!newest || !oldest) return this.skip()
    await using cluster = await TestCluster.start({
      count: 1,
      replicas: 0,
      server: newest.path,
      args: ['--repl-diskless-sync-delay', '0'],
    })
    const {address} = cluster.shard(0).primary
    const env = {PATH: '/nowhere'}
    const without = await runCli(['backup', address, join(folder, 'without')], {
      env: {...env, CLUSTERTOOL_SERVER: oldest.path},
    })
    expect(without.exitCode, without.stderr).to.equal(0)
    expect(without.stdout).to.match(
      /No server program on this machine can read these files.*install Valkey 9\.0/s,
    )
    const having = await runCli(['backup', address, join(folder, 'having')], {
      env: {...env, CLUSTERTOOL_SERVER: newest.path},
    })
    expect(having.exitCode, having.stderr).to.equal(0)
    expect(having.stdout).to.match(
      /\nA restore needs Valkey 9\.0 or later; on this machine it can use \S+ \(valkey 9\.\S+\)\.\nSaving cluster/,
    )
    const older = await runCli(['--cluster', 'backup', address, join(folder, 'having')], {
      env: {...env, CLUSTERTOOL_SERVER: newest.path},
    })
    expect(older.stdout).to.not.include('restore needs')
  })

  const middle = serverPrograms().find(({name}) => name === 'Redis 7.0')
  const redis8 = serverPrograms().find(({name}) => name === 'Redis 8.6')
  it('says if a server here is too new for the cluster, and restores with the one that --server names', async function () {
    if (!middle || !redis8) return this.skip()
    await using cluster = await TestCluster.start({count: 1, replicas: 0, server: middle.path})
    const {primary} = cluster.shard(0)
    await ask(primary, 'SET', 'key', 'value')
    const dir = join(folder, 'seven')
    const env = {PATH: '/nowhere', CLUSTERTOOL_SERVER: redis8.path}
    const saved = await runCli(['backup', primary.address, dir], {env})
    expect(saved.exitCode, saved.stderr).to.equal(0)
    expect(saved.stdout).to.match(
      /\(redis 8\.6\.\d+\) reads these files, but a cluster of redis 7\.0\.\d+ does not/,
    )
    await ask(primary, 'DEL', 'key')
    const refused = await runCli(['restore', dir, primary.address], {env})
    expect(refused.exitCode, refused.stdout).to.equal(4)
    expect(refused.stderr).to.contain('or name one with --server')
    expect((await runCli(['verify', dir, primary.address], {env})).exitCode).to.equal(4)
    const server = ['--server', middle.path]
    expect((await runCli(['verify', dir, primary.address, ...server], {env})).exitCode).to.equal(3)
    const restored = await runCli(['restore', dir, primary.address, ...server], {env})
    expect(restored.exitCode, restored.stdout + restored.stderr).to.equal(0)
    expect(String(await ask(primary, 'GET', 'key'))).to.equal('value')
    expect((await runCli(['verify', dir, primary.address, ...server], {env})).exitCode).to.equal(0)
  })
})

/**
 * Forwards everything to a server until that has sent a whole RDB. Then closes all connections but the one of this
 * transfer, and accepts no others.
 */
async function startProxy({host, port}: TestServer) {
  const sockets = new Set<Socket>()
  let dead = false
  const server = createServer((client) => {
    const upstream = connectTo({host, port})
    let received = ''
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    }
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
    client.pipe(upstream)
    upstream.on('data', (data: Buffer) => {
      received += data.toString('latin1')
      const mark = /\$EOF:(.{40})\r\n/s.exec(received)?.[1]
      if (mark !== undefined && received.endsWith(mark) && received.split(mark).length > 2) {
        dead = true
        server.close()
        for (const socket of sockets) if (socket !== client && socket !== upstream) socket.destroy()
      }
      client.write(data)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const place = server.address()
  return {
    port: typeof place === 'object' && place !== null ? place.port : 0,
    isDead: () => dead,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}
