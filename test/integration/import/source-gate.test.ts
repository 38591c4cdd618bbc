import {expect} from 'chai'
import {SourceGate} from '../../../src/operations/follow/source-gate.js'
import {ask} from '../../support/ask.js'
import {matrix} from '../../support/matrix.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

matrix('[I] a source that is closed to writes', ({path, name}) => {
  let servers: TestServers
  let source: TestServer
  /** Such a server cannot let only writes wait: it refuses them. */
  const isOld = name === 'Redis 6.0'

  beforeEach(async () => {
    servers = await TestServers.start({count: 1, server: path, args: ['--cluster-enabled', 'no']})
    source = servers.node(0)
  })
  afterEach(() => servers[Symbol.asyncDispose]())

  function open(): Promise<SourceGate> {
    return SourceGate.open(() => Promise.resolve(source), PLAIN)
  }

  function written(key: string): Promise<string> {
    return ask(source, 'SET', key, '1').then(String, String)
  }

  it('says what its last byte is, and takes what waits when it is opened', async () => {
    await using gate = await open()
    const {offset} = await gate.close()
    const waiting = written('a')
    const info = String(await ask(source, 'INFO', 'replication'))
    expect(info).to.include(`master_repl_offset:${offset}\r\n`)
    expect(await ask(source, 'EXISTS', 'a')).to.equal(0)
    await gate.refuseOpened()
    await gate.open()
    expect(await waiting).to.match(isOld ? /NOREPLICAS/ : /^OK$/)
    expect(await written('b')).to.equal('OK')
  })

  it('refuses writes for good, until somebody allows them', async () => {
    await using gate = await open()
    await gate.close()
    await gate.keepClosed()
    await gate.letClientsGo()
    expect(await written('a')).to.include('NOREPLICAS')
    await ask(source, 'CONFIG', 'SET', 'min-slaves-to-write', '0')
    expect(await written('a')).to.equal('OK')
  })

  it('gets back the settings that it had', async () => {
    await ask(source, 'CONFIG', 'SET', 'min-slaves-max-lag', '7')
    await using gate = await open()
    await gate.close()
    await gate.open()
    const [, lag] = (await ask(source, 'CONFIG', 'GET', 'min-slaves-max-lag')) as string[]
    expect(lag).to.equal('7')
    expect(await written('a')).to.equal('OK')
  })

  it('takes writes after the next cutover if the one before was killed', async () => {
    const killed = await open()
    await killed.close()
    await killed[Symbol.asyncDispose]()
    await using gate = await open()
    await gate.close()
    await gate.open()
    expect(await written('a')).to.equal('OK')
  })

  it('notices that it may have taken writes, because it was started again', async () => {
    await using gate = await open()
    await gate.close()
    await source.restart()
    const error: unknown = await gate.refuseOpened().catch((reason: unknown) => reason)
    expect(error).to.have.property('name', 'ConnectionLost')
  })

  it('is ended', async () => {
    await using gate = await open()
    await gate.close()
    await gate.shutDown()
    expect(await written('a')).to.match(/ECONNREFUSED|closed/)
  })
})
