import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {contentOf, differences, fillMixed} from '../../support/dataset.js'
import {runImport} from '../../support/run-import.js'
import {TestServers} from '../../support/servers.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

describe('[I] import over connections that break', () => {
  for (const way of ['migrate', 'stream'] as const) {
    it(`counts each key once, also if it did not hear of the key's arrival (${way})`, async () => {
      await using servers = await TestServers.start({
        count: 1,
        args: ['--cluster-enabled', 'no', '--save', ''],
      })
      await using cluster = await TestCluster.start({count: 3, replicas: 0})
      const source = servers.node(0)
      await fillMixed(source, {keys: 3000})
      const expected = await contentOf([source])
      const cuts: Promise<unknown>[] = []
      const onEvent = ({type, progress}: {readonly type: string; readonly progress?: unknown}) => {
        const {keys} = (progress ?? {keys: 0}) as {readonly keys: number}
        // Not at the end, when the nodes are asked how many keys they have.
        if (type !== 'import-progress' || keys < 200 * cuts.length || keys > 2500) return
        // The connection that cuts is cut by the next one.
        const cut = (node: TestServer) => ask(node, 'CLIENT', 'KILL', 'TYPE', 'normal').catch(() => undefined)
        cuts.push(...cluster.primaries.map(cut))
      }
      const outcome = await runImport(cluster.shard(0).primary, source, {
        way,
        pipeline: 20,
        context: {onEvent},
      })
      await Promise.all(cuts)
      expect(outcome.stopped).to.equal(undefined)
      expect(cuts.length).to.be.greaterThan(5)
      expect(differences(expected, await contentOf(cluster.primaries))).to.deep.equal([])
      expect(outcome.tallies[0]).to.include({imported: expected.size, same: 0, conflicting: 0, gone: 0})
    })
  }
})
