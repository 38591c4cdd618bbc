import {tagOf} from '../../support/fill.js'
import {plant} from '../../support/copies.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestCluster} from '../../support/test-cluster.js'
import {itFinds} from './it-finds.js'

const HIDING = serverPrograms().find(({name}) => name === 'Redis 8.6')
const SLOT = 16_000

describe('[I] findings of keys that Redis 8.4 and later hide', () => {
  let cluster: TestCluster
  before(async function () {
    if (!HIDING) return this.skip()
    cluster = await TestCluster.start({count: 3, replicas: 0, server: HIDING.path})
  })
  after(() => cluster?.[Symbol.asyncDispose]())

  itFinds('keys-hidden', 'keys of a slot that a node has no mark of any more', async (found) => {
    const [node, peer] = [cluster.shard(0).primary, cluster.shard(2).primary]
    await plant(cluster, {node, peer, slot: SLOT, marked: false}, [[`{${tagOf(SLOT)}}`, '1']])
    await found(node, {
      nodes: [cluster.idOf(node)],
      ranges: [],
      keys: 1,
      beside: ['majority-in-one-place', 'primary-without-replica'],
      flags: ['--search-multiple-owners'],
    })
  })
})
