import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {runCli} from '../support/cli.js'
import {TestCluster} from '../support/test-cluster.js'
import {temporaryFolder} from '../unit/local/fake-server.js'

describe('[E] --on-done', () => {
  it('runs a command with the name and the exit code, also after a failure, and its own failure is only told', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    await using folder = await temporaryFolder()
    const seed = cluster.shard(0).primary.address
    const file = join(folder.path, 'told')
    const command = `echo "$CLUSTERTOOL_COMMAND $CLUSTERTOOL_EXIT_CODE" >> ${file}`
    const done = await runCli(['rebalance', seed, '--yes', '--on-done', command])
    expect(done.exitCode, done.stderr).to.equal(0)
    const refused = await runCli(['del-node', seed, seed, '--yes', '--on-done', command])
    expect(refused.exitCode, refused.stderr).to.equal(4)
    expect(await readFile(file, 'utf8')).to.equal('rebalance 0\ndel-node 4\n')
    const failing = await runCli(['rebalance', seed, '--yes', '--on-done', 'echo no mail; exit 3'])
    expect(failing.exitCode).to.equal(0)
    expect(failing.stderr).to.equal('The command of --on-done ended with 3: no mail.\n')
  })
})

describe('[E] call --node', () => {
  it('asks only the nodes that are named', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [first, second, third] = cluster.primaries
    if (!first || !second || !third) throw new Error('too few primaries')
    const words = [
      'call',
      first.address,
      '--node',
      second.address,
      '--node',
      cluster.idOf(third).slice(0, 12),
      'PING',
    ]
    const {stdout, exitCode} = await runCli(words)
    expect(exitCode, stdout).to.equal(0)
    expect(stdout).to.contain(`${second.address}: PONG`).and.to.contain(`${third.address}: PONG`)
    expect(stdout).not.to.contain(first.address)
    expect((await runCli(['call', first.address, '--node', 'x:1', 'PING'])).exitCode).to.equal(2)
  })
})
