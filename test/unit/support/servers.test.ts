import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {missingServers} from '../../support/matrix.js'
import {commandParser} from '../../support/resp-parser.js'
import {TestServers} from '../../support/servers.js'
import {until} from '../../support/until.js'
import {temporaryFolder, writeFakeServer} from '../local/fake-server.js'

describe('[U] support of the tests', () => {
  it('parses commands however they are split', () => {
    const parse = commandParser()
    const bytes = Buffer.from(
      '*2\r\n$3\r\nGET\r\n$4\r\na\r\nb\r\n\r\nPING now\r\n*1\r\n$4\r\nINFO\r\n',
      'latin1',
    )
    const commands = [...bytes].flatMap((byte) => parse(Buffer.of(byte)))
    expect(commands).to.deep.equal([['GET', 'a\r\nb'], ['PING', 'now'], ['INFO']])
    expect(commandParser()(bytes)).to.deep.equal(commands)
    expect(() => commandParser()(Buffer.from('*1\r\n:1\r\n'))).to.throw('not a bulk string')
  })

  it('waits until a probe succeeds, and says what it waited for when none does', async () => {
    let tries = 0
    expect(await until('three tries', () => ++tries === 3 && 'done')).to.equal('done')
    const error: unknown = await until('pigs fly', () => Promise.reject(new Error('no wings')), 30).catch(
      (reason: unknown) => reason,
    )
    expect(error).to.have.property(
      'message',
      'waited 30 ms in vain until pigs fly; the last try failed: no wings',
    )
  })

  it('knows which servers of the matrix are missing', () => {
    expect(missingServers([])).to.deep.equal(['Redis 6.0', 'Redis 7.0', 'Redis 8.6', 'Valkey 9.1'])
    const programs = [
      {software: 'redis', version: '6.0.16'},
      {software: 'redis', version: '7.2.4'},
      {software: 'redis', version: '8.4.0'},
      {software: 'valkey', version: '9.1.2'},
    ] as const
    expect(missingServers(programs)).to.deep.equal(['Redis 8.6'])
  })

  it('disposes of servers, stopped ones too, and of their folder', async () => {
    await using folder = await temporaryFolder()
    const servers = await TestServers.start({count: 2, server: await writeFakeServer(folder.path)})
    const before = servers.node(1).pid
    await servers.node(1).restart()
    const pids = servers.nodes.map(({pid}) => pid)
    expect(pids).not.to.include(before)
    expect(pids.map(isAlive)).to.deep.equal([true, true])
    servers.node(0).pause()
    await servers[Symbol.asyncDispose]()
    expect([before, ...pids].map(isAlive)).to.deep.equal([false, false, false])
    expect(existsSync(servers.folder)).to.equal(false)
  })

  it('leaves nothing behind when a test run ends by a signal', async () => {
    await using folder = await temporaryFolder()
    const server = await writeFakeServer(folder.path)
    await Promise.all((['SIGTERM', 'SIGINT', 'SIGHUP'] as const).map((signal) => endRun(server, signal)))
  }).timeout(20_000)
})

async function endRun(server: string, signal: NodeJS.Signals): Promise<void> {
  const run = startRun(server)
  try {
    const [line] = (await once(run.stdout ?? run, 'data')) as [Buffer]
    const told = JSON.parse(String(line)) as {pid: number; folder: string}
    expect(isAlive(told.pid)).to.equal(true)
    run.kill(signal)
    await once(run, 'exit')
    await until('the server is gone', () => !isAlive(told.pid))
    expect(existsSync(told.folder)).to.equal(false)
  } finally {
    run.kill('SIGKILL')
  }
}

// A separate test run that starts a server, reports that, and then waits forever.
function startRun(server: string): ChildProcess {
  const servers = join(import.meta.dirname, '../../support/servers.ts')
  const code = `
    import {TestServers} from ${JSON.stringify(servers)}
    const {nodes, folder} = await TestServers.start({count: 1, server: ${JSON.stringify(server)}})
    console.log(JSON.stringify({pid: nodes[0].pid, folder}))
    setInterval(() => {}, 1000)`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code]
  return spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'inherit']})
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
