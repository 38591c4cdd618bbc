import {once} from 'node:events'
import {createServer} from 'node:net'
import {expect} from 'chai'
import {HangingNodes} from '../../../src/redis/hanging-nodes.js'
import {openSession} from '../../../src/redis/session.js'
import {NodeProxy} from '../../support/node-proxy.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

async function timed<T>(work: Promise<T>): Promise<{result: T; tookMs: number}> {
  const began = performance.now()
  const result = await work
  return {result, tookMs: performance.now() - began}
}

describe('[I] a node that hangs', () => {
  it('is waited for once, counts as lost after that, and is read again when it goes on', async () => {
    await using servers = await TestServers.start({count: 1})
    const node = servers.node(0)
    await using session = openSession({...PLAIN, commandTimeoutMs: 600})
    const hanging = new HangingNodes()
    expect(await hanging.read(session, node)).to.have.property('view')
    node.pause()
    const first = await timed(hanging.read(session, node))
    expect(first.result).to.include({kind: 'unreachable'})
    expect(first.tookMs).to.be.within(550, 1500)
    for (let turn = 1; turn <= 3; turn++) {
      const again = await timed(hanging.read(session, node))
      expect(again.result).to.deep.equal(first.result)
      expect(again.tookMs).to.be.lessThan(300)
    }
    node.resume()
    await until('it is read again', async () => 'view' in (await hanging.read(session, node)))
    const anew = await timed(hanging.read(session, node))
    expect(anew.result).to.have.property('view')
    expect(anew.tookMs).to.be.lessThan(300)
  })

  it('is waited for no longer than patience allows, and what it says later counts', async () => {
    await using servers = await TestServers.start({count: 1})
    const node = servers.node(0)
    await using session = openSession({...PLAIN, commandTimeoutMs: 60_000})
    const hanging = new HangingNodes({patienceMs: 300})
    expect(await hanging.read(session, node)).to.have.property('view')
    node.pause()
    const first = await timed(hanging.read(session, node))
    expect(first.result).to.include({kind: 'unreachable', reason: 'no answer within 300 ms'})
    expect(first.tookMs).to.be.within(280, 1200)
    const again = await timed(hanging.read(session, node))
    expect(again.result).to.deep.equal(first.result)
    expect(again.tookMs).to.be.lessThan(250)
    node.resume()
    await until('it is read again', async () => 'view' in (await hanging.read(session, node)))
  })

  it('gets a new connection when a firewall has forgotten the old one', async () => {
    await using servers = await TestServers.start({count: 1})
    await using firewall = await NodeProxy.start(servers.node(0).port)
    await using session = openSession({...PLAIN, commandTimeoutMs: 2000})
    const node = {host: '127.0.0.1', port: firewall.port}
    const hanging = new HangingNodes({patienceMs: 250})
    await until('it is read', async () => 'view' in (await hanging.read(session, node)))
    firewall.forget()
    expect(await hanging.read(session, node)).to.include({reason: 'no answer within 250 ms'})
    await until('it is read again', async () => 'view' in (await hanging.read(session, node)), 30_000)
    expect(firewall.opened).to.be.within(2, 4)
  })

  it('collects few connections while it is stopped, and answers as soon as it goes on', async () => {
    await using servers = await TestServers.start({count: 1})
    const node = servers.node(0)
    await using firewall = await NodeProxy.start(node.port)
    await using session = openSession({...PLAIN, commandTimeoutMs: 250})
    const hanging = new HangingNodes({patienceMs: 250})
    const read = () => hanging.read(session, {host: '127.0.0.1', port: firewall.port})
    expect(await read()).to.have.property('view')
    node.pause()
    const end = performance.now() + 3000
    const isTimeOver = async () => {
      await read()
      return performance.now() > end
    }
    await until('three seconds are over', isTimeOver)
    // With 250 ms each there would be twelve.
    expect(firewall.opened).to.be.within(4, 6)
    const opened = firewall.opened
    node.resume()
    await until('it is read again', async () => 'view' in (await read()), 1000)
    // After the answer, a connection with the usual time limits takes the place of the patient one.
    for (let turn = 1; turn <= 3; turn++) expect(await read()).to.have.property('view')
    expect(firewall.opened).to.be.within(opened + 1, opened + 2)
  })

  it('is asked one thing at a time', async () => {
    await using servers = await TestServers.start({count: 1})
    const node = servers.node(0)
    await using session = openSession({...PLAIN, commandTimeoutMs: 60_000})
    const counted = {asked: 0}
    const client = await session.connect(node)
    const counting = {
      ...session,
      connect: () => {
        counted.asked++
        return Promise.resolve(client)
      },
    }
    const hanging = new HangingNodes()
    node.pause()
    const failing = openSession({...PLAIN, commandTimeoutMs: 300})
    expect(await hanging.read(failing, node)).to.include({kind: 'unreachable'})
    await failing[Symbol.asyncDispose]()
    for (let turn = 1; turn <= 4; turn++) await hanging.read(counting, node)
    expect(counted.asked).to.equal(1)
    node.resume()
  })

  it('does not delay the end of a session that is connecting to it', async () => {
    const silent = createServer((socket) => {
      socket.on('error', () => undefined)
    })
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const {port} = silent.address() as {port: number}
    const session = openSession({...PLAIN, tls: {}, connectTimeoutMs: 5000})
    const connecting = session.connect({host: '127.0.0.1', port}).then(
      () => 'connected',
      () => 'given up',
    )
    await once(silent, 'connection')
    const {tookMs} = await timed(Promise.resolve(session[Symbol.asyncDispose]()))
    expect(tookMs).to.be.lessThan(1000)
    expect(await connecting).to.equal('given up')
    silent.close()
  })

  it('is not connected to any more when the session has ended', async () => {
    await using servers = await TestServers.start({count: 1})
    const node = servers.node(0)
    const session = openSession(PLAIN)
    await session.connect(node)
    await session[Symbol.asyncDispose]()
    expect(await new HangingNodes().read(session, node)).to.deep.equal({
      kind: 'unreachable',
      reason: 'the session has ended',
    })
  })
})
