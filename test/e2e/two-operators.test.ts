import {setTimeout as sleep} from 'node:timers/promises'
import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {presenceName} from '../../src/domain/operator.js'
import {connect, disconnect} from '../../src/redis/connection.js'
import {PLAIN, TestCluster} from '../support/test-cluster.js'

const TIMES = 50

describe('[E] two operators', function () {
  this.timeout(240_000)

  it(`who start within 10 ms never both run, ${TIMES} times of ${TIMES}`, async () => {
    await using cluster = await TestCluster.start({count: 4, replicas: 0})
    const addresses = cluster.primaries.map(({address}) => address)
    const counts = {one: 0, none: 0}
    for (let time = 0; time < TIMES; time++) {
      const heavy = addresses[time % addresses.length] ?? ''
      const start = (node: string) => runCli(['rebalance', node, '--weight', `${heavy}=2`, '--yes'])
      const first = start(addresses[0] ?? '')
      await sleep((time % 6) * 2)
      const results = await Promise.all([first, start(addresses[3] ?? '')])
      const told = results
        .map(({exitCode, stdout, stderr}) => `${exitCode}\n${stdout}${stderr}`)
        .join('\n---\n')
      const ran = results.filter(({stdout}) => /^Moved/m.test(stdout)).length
      const refused = results.filter(({exitCode}) => exitCode === 4)
      // One that comes when the other is done has nothing to do.
      const idle = results.filter(({stdout}) => stdout.includes('No rebalancing needed'))
      expect(ran + refused.length + idle.length, told).to.equal(2)
      expect(ran, told).to.be.at.most(1)
      for (const {stderr} of refused)
        expect(stderr).to.match(
          /Another clustertool is changing this cluster: rebalance on \S+, process \d+, since/,
        )
      if (ran === 1) counts.one++
      else counts.none++
    }
    expect(counts.one).to.be.above(TIMES / 2)
  })

  it('do not get in each other’s way after one was killed', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [seed = {address: ''}] = cluster.primaries
    const rebalance = ['rebalance', seed.address, '--weight', `${seed.address}=2`, '--yes']
    await runCli(rebalance, {onStart: (kill) => setTimeout(() => kill('SIGKILL'), 60)})
    const next = await runCli(rebalance)
    expect(next.exitCode, next.stderr).to.equal(0)
  })

  it('are kept apart while one is there, unless --force is given', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [seed] = cluster.primaries
    if (!seed) throw new Error('no seed')
    const other = {host: 'elsewhere', pid: 1, startedAt: Date.now() - 1000, command: 'reshard'}
    const there = await Promise.all(
      cluster.primaries.map((node) => connect(node, {...PLAIN, connectionName: presenceName(other)})),
    )
    const rebalance = ['rebalance', seed.address, '--weight', `${seed.address}=2`, '--yes']
    const refused = await runCli(rebalance)
    expect(refused.exitCode, refused.stderr).to.equal(4)
    expect(refused.stderr).to.contain('reshard on elsewhere')
    const forced = await runCli([...rebalance, '--force'])
    expect(forced.exitCode, forced.stderr).to.equal(0)
    for (const redis of there) disconnect(redis)
  })

  it('are warned if the lock is not possible', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [seed] = cluster.primaries
    if (!seed) throw new Error('no seed')
    for (const node of cluster.primaries) {
      await ask(node, 'ACL', 'SETUSER', 'blind', 'on', '>secret', '+@all', '-client|list', '~*', '&*')
    }
    const args = ['--user', 'blind', '--pass', 'secret', '--yes']
    const run = await runCli(['rebalance', seed.address, '--weight', `${seed.address}=2`, ...args])
    expect(run.exitCode, run.stderr).to.equal(0)
    expect(run.stdout).to.contain('warning no-lock: 3 of the nodes do not list their clients')
  })
})
