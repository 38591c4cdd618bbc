import {expect} from 'chai'
import {MOVE_DEFAULTS} from '../../../src/domain/move.js'
import type {NodeId} from '../../../src/domain/node.js'
import {execute} from '../../../src/execution/execute.js'
import {openSession} from '../../../src/redis/session.js'
import {ask} from '../../support/ask.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN} from '../../support/test-cluster.js'

const NODES = 80

describe('[I] meetings of many nodes', () => {
  it('make all nodes know each other, and most of them without being told', async function () {
    this.timeout(120_000)
    // Older servers do not count subcommands.
    const server = serverPrograms().find(({version}) => Number.parseInt(version, 10) >= 7)
    if (!server) return this.skip()
    await using servers = await TestServers.start({count: NODES, server: server.path})
    await using session = openSession({...PLAIN, commandTimeoutMs: 20_000})
    const ids = await Promise.all(
      servers.nodes.map(async ({host, port, address}) => {
        const client = await session.connect({host, port})
        const [{id} = {id: address as NodeId}] = await client.clusterNodes()
        session.register(id, client)
        return id
      }),
    )
    const [result] = await execute(
      {steps: [{kind: 'meet', nodes: ids}]},
      {
        session,
        signal: new AbortController().signal,
        onEvent: () => undefined,
        joinLimitMs: 60_000,
        moving: MOVE_DEFAULTS,
        runCommand: () => Promise.reject(new Error('nothing is to be run')),
        saveKeys: () => Promise.reject(new Error('nothing is to be saved')),
      },
    )
    expect(result?.status, result?.error).to.equal('done')
    const views = await Promise.all(servers.nodes.map((node) => ask(node, 'CLUSTER', 'NODES')))
    // A handshake that was not needed may still be going on.
    const known = views.map(
      (view) =>
        String(view)
          .trim()
          .split('\n')
          .filter((line) => !/handshake/.test(line)).length,
    )
    expect(known).to.deep.equal(known.map(() => NODES))
    const stats = await Promise.all(servers.nodes.map((node) => ask(node, 'INFO', 'commandstats')))
    const meets = stats.map((text) =>
      Number(/^cmdstat_cluster\|meet:calls=(\d+)/m.exec(String(text))?.[1] ?? 0),
    )
    // Every pair would be 39.5 for each node.
    expect(meets.reduce((sum, each) => sum + each, 0) / NODES).to.be.within(5, 30)
  })
})
