import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {leaveStray, REDIS_8, VALKEY_9, Values} from '../../support/atomic.js'
import {runCli} from '../../support/cli.js'
import {plant} from '../../support/copies.js'
import {keysOf} from '../../support/damage.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestCluster} from '../../support/test-cluster.js'

const SLOTS = {start: 0, end: 9}

describe('[E] a stray key on the target of a move', function () {
  this.timeout(240_000)

  // The oldest server, which does not hide such keys; Redis 8, which hides them and would delete them; and Valkey 9,
  // which would crash.
  for (const program of [serverPrograms()[0], REDIS_8, VALKEY_9].flatMap((one) => one ?? [])) {
    const method = program === REDIS_8 || program === VALKEY_9 ? 'auto' : 'keys'
    it(`survives, because the move is refused (${program.name}, --method ${method})`, async () => {
      await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
      const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
      const values = new Values([SLOTS], {perSlot: 3, bytes: 20})
      await values.write(source)
      const stray = await leaveStray(cluster, {owner: source, holder: target, slot: 5})
      const ends = ['--to', target.address, '--slot-ranges', '0-9']
      const run = await runCli(['reshard', source.address, ...ends, '--method', method, '--yes'])
      expect(run.exitCode, run.stdout + run.stderr).to.equal(4)
      expect(run.stderr).to.match(new RegExp(`${target.address} holds 1 (hidden )?key in `))
      expect(run.stderr).to.contain(`clustertool fix ${target.address} --search-multiple-owners`)
      expect(await stray.read()).to.equal('stray')
      expect(await values.missingOn(source)).to.deep.equal([])
      expect(await ask(target, 'PING')).to.equal('PONG')
    })
  }

  // Without scripts, nobody can see that the target hides a key until the slot is open there.
  it('is found when its slot is open, and the slot keeps its owner (Redis 8, a user without EVAL)', async function () {
    const program = REDIS_8 ?? this.skip()
    await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
    const [source, target] = [cluster.shard(0).primary, cluster.shard(2).primary]
    for (const node of cluster.primaries)
      await ask(node, 'ACL', 'SETUSER', 'half', 'on', '>half', '~*', '&*', '+@all', '-@scripting')
    const values = new Values([SLOTS], {perSlot: 3, bytes: 20})
    await values.write(source)
    const [[key, value]] = keysOf(5, 1) as [[string, string]]
    await plant(cluster, {node: target, peer: source, slot: 5, marked: false}, [[key, value]])
    const ends = ['--to', target.address, '--slot-ranges', '0-9', '--user', 'half', '--pass', 'half']
    const run = await runCli(['reshard', source.address, ...ends, '--method', 'keys', '--yes'])
    expect(run.exitCode, run.stdout + run.stderr).to.equal(6)
    expect(run.stdout).to.contain(
      `${target.address} holds 1 stray key in slots 5, so these slots were not moved`,
    )
    expect(await ask(source, 'GET', key), 'it was deleted, and stays so').to.equal(null)
    expect(await ask(target, 'CLUSTER', 'COUNTKEYSINSLOT', 4)).to.equal(3)
  })
})
