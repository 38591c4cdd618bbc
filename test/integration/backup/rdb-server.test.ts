import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {readdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {serveRdb} from '../../../src/local/rdb-server.js'
import {isServerProcess} from '../../../src/local/process.js'
import {connect, disconnect} from '../../../src/redis/connection.js'
import {fill} from '../../support/fill.js'
import {defaultProgram, matrix, serverPrograms} from '../../support/matrix.js'
import {emptyRdb} from '../../support/rdb.js'
import {PLAIN} from '../../support/test-cluster.js'
import {TestServers} from '../../support/servers.js'
import {thrownBy} from '../../support/thrown.js'
import {until} from '../../support/until.js'
import {temporaryFolder} from '../../unit/local/fake-server.js'

const WISHES = {signal: new AbortController().signal, limitMs: 10_000}

matrix('[I] serveRdb', (program) => {
  it('has the keys of all databases, and reads files that a server of the same kind saved', async () => {
    await using folder = await temporaryFolder()
    const args = ['--cluster-enabled', 'no', '--databases', '600']
    await using servers = await TestServers.start({count: 1, server: program.path, args})
    const node = servers.node(0)
    for (const db of [0, 599]) await fill(node, {ranges: [{start: 0, end: 9}], keysPerSlot: 5, db})
    const saver = await connect(node, PLAIN)
    await saver.call('SAVE')
    disconnect(saver)
    const path = join(node.folder, 'dump.rdb')
    const server = await serveRdb(path, {...WISHES, program: program.path, folder: folder.path})
    expect(server.version.version).to.equal(program.version)
    expect(server.address.host).to.equal('127.0.0.1')
    const redis = await connect(server.address, {...PLAIN, password: server.password})
    expect(await redis.dbsize()).to.equal(50)
    await redis.select(599)
    expect(await redis.dbsize()).to.equal(50)
    disconnect(redis)
    const stranger = await connect(server.address, PLAIN)
    const refused: unknown = await stranger.dbsize().catch((error: unknown) => error)
    expect(String(refused)).to.match(/NOAUTH/)
    disconnect(stranger)
    expect(await readdir(folder.path)).to.have.lengthOf(1)
    await server[Symbol.asyncDispose]()
    expect(await readdir(folder.path)).to.deep.equal([])
    await connect(server.address, PLAIN).then(
      () => expect.fail('it still runs'),
      () => undefined,
    )
  })

  it('reads RDBs of the versions that it should, and refuses others before it starts', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'made-up.rdb')
    const newest = {'Redis 6.0': 9, 'Redis 7.0': 10, 'Redis 8.6': 13}[program.name] ?? 11
    for (let version = 6; version <= newest; version++) {
      await writeFile(path, emptyRdb({header: `REDIS${String(version).padStart(4, '0')}`}))
      await using server = await serveRdb(path, {...WISHES, program: program.path})
      expect(server.program).to.equal(program.path)
    }
    if (newest === 13) return
    await writeFile(path, emptyRdb({header: `REDIS${String(newest + 1).padStart(4, '0')}`}))
    const error = await thrownBy(serveRdb(path, {...WISHES, program: program.path}))
    expect(error.code).to.equal('REFUSED')
    expect(error.message).to.contain(`version ${newest + 1}, and no server on this machine can read it`)
    expect(error.hints[0]).to.match(/^Install Redis /)
  })
})

describe('[I] serveRdb', () => {
  it('chooses among the servers on PATH, and says what to install', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'made-up.rdb')
    await writeFile(path, emptyRdb({header: 'VALKEY080'}))
    const program = defaultProgram()
    const env = {CLUSTERTOOL_SERVER: program, PATH: ''}
    const error = await thrownBy(serveRdb(path, {...WISHES, env}))
    expect(error.message).to.match(
      /is an RDB of Valkey, version 80, and no server on this machine can read it: redis 7/,
    )
    expect(error.hints).to.deep.equal(['Install Valkey 9.0 or later, or name one with --server.'])
    const valkey = serverPrograms().find(({software}) => software === 'valkey')
    if (!valkey) return
    await using server = await serveRdb(path, {...WISHES, env: {CLUSTERTOOL_SERVER: valkey.path, PATH: ''}})
    expect(server.version.software).to.equal('valkey')
  })

  it('refuses a damaged RDB or another file with the message of the server, and leaves nothing', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'wrong')
    const wishes = {...WISHES, program: defaultProgram(), folder: join(folder.path, 'temporary')}
    expect((await thrownBy(serveRdb(path, wishes))).message).to.match(/cannot be read/)
    await writeFile(path, 'nothing of the kind')
    expect((await thrownBy(serveRdb(path, wishes))).message).to.match(/is not an RDB file/)
    await writeFile(path, emptyRdb({header: 'REDIS0010'}).subarray(0, -3))
    const error = await thrownBy(serveRdb(path, wishes))
    expect(error.code).to.equal('REFUSED')
    expect(error.message).to.match(/could not be loaded: redis-server ended with exit code 1; its log ends: /)
    expect(await readdir(wishes.folder)).to.deep.equal([])
  })

  it('says what it waited for, and stops waiting when it is interrupted', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'empty.rdb')
    await writeFile(path, emptyRdb({header: 'REDIS0009'}))
    const wishes = {...WISHES, program: defaultProgram(), folder: join(folder.path, 'temporary')}
    // Says its version, and never loads anything.
    const slow = join(folder.path, 'slow-server')
    const script = `#!/bin/sh\ncase "$1" in --version) exec '${defaultProgram()}' --version;; esac\nexec sleep 600\n`
    await writeFile(slow, script, {mode: 0o755})
    const late = await thrownBy(serveRdb(path, {...wishes, program: slow, limitMs: 2000}))
    expect(late.message).to.contain('was not loaded within 2 s')
    expect(late.code).to.equal('UNREACHABLE')
    const {code} = await thrownBy(serveRdb(path, {...wishes, signal: AbortSignal.abort()}))
    expect(code).to.equal('CANCELLED')
    expect(await readdir(wishes.folder)).to.deep.equal([])
  })

  it('ends with its process, also when a signal ends that', async function () {
    this.timeout(240_000)
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'empty.rdb')
    await writeFile(path, emptyRdb({header: 'REDIS0009'}))
    const temporary = join(folder.path, 'temporary')
    const helper = fileURLToPath(new URL('../../support/serve-rdb.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', helper, path, defaultProgram(), temporary], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const {port, pid} = JSON.parse(line.toString()) as {port: number; pid: number}
    const [own = ''] = await readdir(temporary)
    const server = {port, pid, folder: join(temporary, own)}
    expect(await isServerProcess(server)).to.equal(true)
    child.kill('SIGTERM')
    await once(child, 'exit')
    await until('the server has gone', async () => !(await isServerProcess(server)))
    expect(await readdir(temporary)).to.deep.equal([])
  })
})
