import {expect} from 'chai'
import {parseClusterNodes} from '../../../src/redis/cluster-nodes.js'
import {openSession} from '../../../src/redis/session.js'
import {Endpoint, PLAIN_SERVER} from '../../../src/execution/move/by-keys/endpoint.js'
import {ask} from '../../support/ask.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const LIMIT_MS = 200

describe('[I] a connection of a move that did not answer in time', () => {
  it('is closed when another one takes its place', async () => {
    await using servers = await TestServers.start({count: 1})
    const node = servers.node(0)
    const [own] = parseClusterNodes(String(await ask(node, 'CLUSTER', 'NODES')))
    if (!own) throw new Error('no node')
    await using session = openSession({...PLAIN, connectTimeoutMs: 10_000})
    session.register(own.id, await session.connect(node))
    const end = new Endpoint(session, {id: own.id, limitMs: LIMIT_MS, traits: PLAIN_SERVER})
    await end.with((client) => client.ping())
    const before = await connectionsOf(node)
    node.pause()
    let attempts = 0
    const answered = end.with((client) => {
      attempts++
      return client.ping()
    })
    await until('it is asked', () => attempts > 0, 5000)
    setTimeout(() => node.resume(), 3 * LIMIT_MS)
    await answered
    expect(attempts).to.be.above(1)
    await until(
      'there are no more connections than before',
      async () => (await connectionsOf(node)) === before,
    )
  })
})

/** Does not count the connection that asks. */
async function connectionsOf(node: TestServer): Promise<number> {
  const list = String(await ask(node, 'CLIENT', 'LIST'))
  return list.trim().split('\n').length - 1
}
