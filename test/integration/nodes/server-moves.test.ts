import {expect} from 'chai'
import {serverMovesSeen} from '../../../src/operations/damage.js'
import {openSession} from '../../../src/redis/session.js'
import {takeSnapshot} from '../../../src/redis/snapshot.js'
import {CannedCluster} from '../../support/canned-cluster.js'
import {PLAIN} from '../../support/test-cluster.js'

const OLD = 'redis_version:7.0.15\r\ncluster_enabled:1\r\nrole:master\r\nused_memory:1\r\n'
const NEW = `server_name:valkey\r\nvalkey_version:9.0.0\r\n${OLD}`

describe('[I] what servers say about their own moves', () => {
  it('names the nodes that could and do not', async () => {
    await using cluster = await CannedCluster.start(3, (at) => (at === 0 ? OLD : NEW))
    const [seed, , lost] = cluster.nodes
    if (!seed || !lost) throw new TypeError('there are three nodes')
    await using session = openSession(PLAIN)
    const snapshot = await takeSnapshot(session, seed)
    await lost[Symbol.asyncDispose]()
    const {ranges, unread} = await serverMovesSeen(session, snapshot)
    expect(ranges).to.deep.equal([])
    expect(unread.map(({node}) => node)).to.deep.equal(cluster.ids.slice(1))
    expect(unread[0]?.reason).to.equal('it answered: ERR a made-up node does not do that')
    expect(unread[1]?.reason).to.match(/closed/)
  })
})
