import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {leaveStray, Values} from '../../support/atomic.js'
import {runCli} from '../../support/cli.js'
import {matrix} from '../../support/matrix.js'
import {TestCluster} from '../../support/test-cluster.js'

const SLOTS = {start: 0, end: 9}

describe('[E] a key that the target holds already', function () {
  this.timeout(60_000)

  matrix('survives, since nothing is moved there', ({path}) => {
    for (const method of ['auto', 'keys']) {
      it(`--method ${method}`, async () => {
        await using cluster = await TestCluster.start({count: 3, replicas: 0, server: path})
        const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
        const values = new Values([SLOTS], {perSlot: 3, bytes: 20})
        await values.write(source)
        const stray = await leaveStray(cluster, {owner: source, holder: target, slot: 5})
        const ends = ['--to', target.address, '--slot-ranges', '0-9']
        const run = await runCli(['reshard', source.address, ...ends, '--method', method, '--yes'])
        expect(run.exitCode, run.stdout + run.stderr).to.equal(4)
        expect(run.stderr).to.contain(`${target.address} holds 1 keys`)
        expect(run.stderr).to.contain(`clustertool fix ${target.address} --search-multiple-owners`)
        expect(await stray.read()).to.equal('stray')
        expect(await values.missingOn(source)).to.deep.equal([])
        expect(await ask(target, 'PING')).to.equal('PONG')
      })
    }
  })
})
