import {expect} from 'chai'
import {runCli} from '../../support/cli.js'
import {expectServed, plant} from '../../support/copies.js'
import {keysOf} from '../../support/damage.js'
import {fill} from '../../support/fill.js'
import {marksOn} from '../../support/slots.js'
import {startCli} from '../../support/started-cli.js'
import {TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

const LIMIT = {limitMs: 50_000}
const MOVED = 500
const STRAY_SLOT = 12_000

describe('[E] after an interrupted move', function () {
  this.timeout(240_000)

  // If a target died right after it got slots, the replica that took over may still hold their keys.
  for (const command of ['fix', 'resume']) {
    it(`${command} looks for stray keys even if nothing else is wrong any more`, async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0})
      const [source, target, owner] = [0, 1, 2].map((index) => cluster.shard(index).primary)
      if (!source || !target || !owner) throw new Error('too few primaries')
      await fill(source, {ranges: [{start: 0, end: MOVED - 1}], keysPerSlot: 5})
      const ends = ['--from', source.address, '--to', target.address, '--slot-ranges', `0-${MOVED - 1}`]
      const slowly = ['--method', 'keys', '--max-pause', '1']
      const run = await startCli(['reshard', owner.address, ...ends, ...slowly, '--yes'])
      await until('slots are open', async () => (await marksOn(source)).length > 0)
      run.kill('SIGKILL')
      await run.result
      const repaired = await runCli(['fix', owner.address, '--yes'], LIMIT)
      expect(repaired.exitCode, repaired.stdout + repaired.stderr).to.equal(0)

      const keys = keysOf(STRAY_SLOT, 1)
      await plant(cluster, {node: source, peer: owner, slot: STRAY_SLOT, marked: false}, keys)
      const again = await runCli([command, owner.address, '--yes'], LIMIT)
      expect(again.exitCode, again.stdout + again.stderr).to.equal(0)
      await expectServed(owner, keys)
    })
  }
})
