import {existsSync} from 'node:fs'
import {mkdir, readdir, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {ClusterToolError} from '../../../src/domain/errors.js'
import {readDescription} from '../../../src/local/description.js'
import {portsFrom} from '../../../src/local/ports.js'
import {startServers} from '../../../src/local/start.js'
import {statusOf} from '../../../src/local/status.js'
import {cleanServers, stopServers} from '../../../src/local/stop.js'
import {freeBasePort} from '../../support/servers.js'
import {until} from '../../support/until.js'
import {temporaryFolder, writeFakeServer} from './fake-server.js'

describe('[U] local servers', () => {
  it('start, stay when started again, stop, come back and are cleaned', async () => {
    await using local = await localFolder()
    const {server, dir, ports} = local
    const first = await startServers({server, dir, ports})
    expect(first).to.deep.include({started: ports, isNew: true})
    expect(first.cluster).to.include({server, software: 'redis', version: '7.0.99'})
    expect(await readDescription(dir)).to.deep.equal(first.cluster)

    const again = await startServers({server, dir, ports})
    expect(again).to.deep.equal({cluster: first.cluster, started: [], isNew: false})

    expect(await stopServers(dir)).to.deep.equal(ports)
    expect(await running(dir)).to.deep.equal([false, false])
    expect(await stopServers(dir)).to.deep.equal([])

    await writeFile(join(dir, String(ports[0]), 'nodes.conf'), 'kept')
    expect((await startServers({server, dir, ports})).started).to.deep.equal(ports)
    expect(await readdir(join(dir, String(ports[0])))).to.include('nodes.conf')
    expect(await cleanServers(dir)).to.deep.equal(ports)
    expect(existsSync(dir)).to.equal(false)
  })

  it('are in a folder that only their owner can read, and so is the one above it', async () => {
    await using local = await localFolder()
    const {server, ports} = local
    const state = join(local.dir, 'state')
    const dir = join(state, 'local')
    await startServers({server, dir, ports})
    const modes = await Promise.all([state, dir].map(async (folder) => (await stat(folder)).mode & 0o777))
    expect(modes).to.deep.equal([0o700, 0o700])
    await cleanServers(dir)
  })

  it('start only the server that is missing', async () => {
    await using local = await localFolder()
    const {server, dir, ports} = local
    const {cluster} = await startServers({server, dir, ports})
    process.kill(pidOf(cluster.nodes[1]), 'SIGKILL')
    await until('one server is gone', async () => !(await running(dir))[1])
    const again = await startServers({server, dir, ports})
    expect(again.started).to.deep.equal([ports[1]])
    expect(pidOf(again.cluster.nodes[0])).to.equal(pidOf(cluster.nodes[0]))
    expect(await running(dir)).to.deep.equal([true, true])
  })

  it('that end at once are reported with the end of their log, and leave nothing', async () => {
    await using local = await localFolder()
    const {server, dir, ports} = local
    const error = await failure(startServers({server, dir, ports, args: ['--fail']}))
    expect(error.code).to.equal('UNREACHABLE')
    expect(error.message).to.match(/on port \d+ ended with exit code 3; its log ends: .*no luck today/)
    expect(existsSync(dir)).to.equal(false)
  })

  it('that do not answer are reported after the limit, and are stopped', async () => {
    await using local = await localFolder()
    const {server, dir, ports} = local
    const error = await failure(startServers({server, dir, ports, args: ['--mute'], limitMs: 300}))
    expect(error.message).to.contain('did not answer within 0.3 s')
    expect(existsSync(dir)).to.equal(false)
    expect((await startServers({server, dir, ports})).started).to.deep.equal(ports)
  })

  it('that do not end when asked are killed', async () => {
    await using local = await localFolder()
    const {server, dir, ports} = local
    await startServers({server, dir, ports, args: ['--stubborn']})
    expect(await stopServers(dir, 50)).to.deep.equal(ports)
    expect(await running(dir)).to.deep.equal([false, false])
  })

  it('are refused in a place that cannot be a folder', async () => {
    await using local = await localFolder()
    const error = await failure(startServers({...local, dir: join(local.server, 'local')}))
    expect(error.code).to.equal('REFUSED')
    expect(error.message).to.contain('cannot be written to')
  })

  it('are refused in a folder of a cluster with other ports', async () => {
    await using local = await localFolder()
    const {server, dir, ports} = local
    await startServers({server, dir, ports})
    const error = await failure(startServers({server, dir, ports: ports.slice(1)}))
    expect(error.code).to.equal('REFUSED')
    expect(error.message).to.contain(ports.join(', '))
  })

  it('are refused if another folder of the same name exists, which is not changed', async () => {
    await using local = await localFolder()
    const {server, dir, ports} = local
    const foreign = join(dir, String(ports[1]))
    await mkdir(foreign, {recursive: true})
    expect((await failure(startServers({server, dir, ports}))).code).to.equal('REFUSED')
    expect((await failure(cleanServers(dir))).message).to.contain('contains no local cluster')
    expect(existsSync(foreign)).to.equal(true)
  })

  it('do not count as running when their process id is another process now', async () => {
    await using local = await localFolder()
    const {server, dir, ports} = local
    const {cluster} = await startServers({server, dir, ports})
    const file = join(dir, 'clustertool-local.json')
    const nodes = cluster.nodes.map((node) => ({...node, pid: process.pid}))
    await writeFile(file, JSON.stringify({schema: 1, ...cluster, nodes}))
    expect(await running(dir)).to.deep.equal([false, false])
    expect(await stopServers(dir)).to.deep.equal([])
    await writeFile(file, JSON.stringify({schema: 1, ...cluster}))
  })

  it('do not delete files that others put into the folder', async () => {
    await using local = await localFolder()
    const {server, dir, ports} = local
    await startServers({server, dir, ports})
    await writeFile(join(dir, 'notes.txt'), 'mine')
    await cleanServers(dir)
    expect(await readdir(dir)).to.deep.equal(['notes.txt'])
  })
})

/** A folder for a local cluster, with a program and two free ports. Disposing stops the servers in it. */
async function localFolder(): Promise<{server: string; dir: string; ports: number[]} & AsyncDisposable> {
  const folder = await temporaryFolder()
  const dir = join(folder.path, 'local')
  const [server, base] = await Promise.all([writeFakeServer(folder.path), freeBasePort(2)])
  const dispose = async (): Promise<void> => {
    if (await readDescription(dir)) await cleanServers(dir)
    await folder[Symbol.asyncDispose]()
  }
  return {server, dir, ports: portsFrom(base, 2), [Symbol.asyncDispose]: dispose}
}

async function running(dir: string): Promise<boolean[]> {
  return (await statusOf(dir)).nodes.map((node) => node.running)
}

function pidOf(node: {readonly pid: number | undefined} | undefined): number {
  if (node?.pid === undefined) throw new Error('no process id')
  return node.pid
}

async function failure(promise: Promise<unknown>): Promise<ClusterToolError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof ClusterToolError) return error
  throw new Error(`expected a ClusterToolError, got ${String(error)}`)
}
