import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {Values} from '../../support/atomic.js'
import {runCli} from '../../support/cli.js'
import {tagOf} from '../../support/fill.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {connect, disconnect} from '../../../src/redis/connection.js'

const SLOTS = {start: 0, end: 19}
const TOO_MUCH = {REDISCLI_AUTH: 'secret'}

describe('[E] credentials', function () {
  this.timeout(240_000)

  describe('that a cluster does not require', () => {
    it('do no harm to reshard', async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0})
      const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
      const values = new Values([SLOTS], {perSlot: 5, bytes: 20})
      await values.write(source)
      const ends = ['--to', target.address, '--slot-ranges', '0-19', '--method', 'keys']
      const run = await runCli(['reshard', source.address, ...ends, '--yes'], {env: TOO_MUCH})
      expect(run.exitCode, run.stdout + run.stderr).to.equal(0)
      expect(await values.missingOn(target)).to.deep.equal([])
    })

    it('do no harm to fix', async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0})
      const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
      const values = new Values([SLOTS], {perSlot: 5, bytes: 20})
      await values.write(source)
      await ask(target, 'CLUSTER', 'SETSLOT', 7, 'IMPORTING', cluster.idOf(source))
      await ask(source, 'CLUSTER', 'SETSLOT', 7, 'MIGRATING', cluster.idOf(target))
      const begun = ['MIGRATE', target.host, target.port, `{${tagOf(7)}}0`, 0, 5000]
      await ask(source, ...begun)
      const run = await runCli(['fix', source.address, '--yes'], {env: TOO_MUCH})
      expect(run.exitCode, run.stdout + run.stderr).to.equal(0)
      const seven = new Values([{start: 7, end: 7}], {perSlot: 5, bytes: 20})
      expect(await seven.missingOn(target)).to.deep.equal([])
    })

    it('do no harm to import', async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0})
      await using servers = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
      const source = servers.node(0)
      const values = new Values([SLOTS], {perSlot: 5, bytes: 20})
      await values.write(source)
      const {address} = cluster.shard(0).primary
      const line = ['import', address, '--from', source.address, '--way', 'migrate', '--copy', '--yes']
      const run = await runCli(line, {env: TOO_MUCH})
      expect(run.exitCode, run.stdout + run.stderr).to.equal(0)
      expect(await values.missingOn(cluster.shard(0).primary)).to.deep.equal([])
      // If MIGRATE fails, keys are read and written one by one instead.
      expect(await ask(source, 'INFO', 'commandstats')).to.match(/cmdstat_migrate:.*failed_calls=0/)
    })
  })

  it('in a URL are used even if the default user is off', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
    const values = new Values([SLOTS], {perSlot: 5, bytes: 20})
    await values.write(source)
    for (const node of cluster.primaries) {
      await askAll(node, [
        ['ACL', 'SETUSER', 'mover', 'on', '>a b', '~*', '&*', '+@all'],
        ['ACL', 'SETUSER', 'default', 'off'],
      ])
    }
    const url = `redis://mover:a%20b@${source.address}`
    const ends = ['--to', target.address, '--slot-ranges', '0-19', '--method', 'keys']
    const run = await runCli(['reshard', url, ...ends, '--yes'])
    expect(run.exitCode, run.stdout + run.stderr).to.equal(0)
    expect(run.stderr).to.equal('')
    const mover = await connect(target, {...PLAIN, user: 'mover', password: 'a b', commandTimeoutMs: 5000})
    await mover.call('ACL', 'SETUSER', 'default', 'on')
    disconnect(mover)
    expect(await values.missingOn(target)).to.deep.equal([])
  })
})
