import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {startCli} from '../../support/started-cli.js'
import {TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'
import {keysIn} from '../../support/writer.js'

/** 600 keys, 0.05 s each: longer than clustertool waits for a node that loads. */
const SLOWLY = ['--key-load-delay', '50000', '--loading-process-events-interval-bytes', '1024']

describe('[E] a move while a replica loads its data', function () {
  this.timeout(240_000)

  it('is done, with a note, because the replica agrees when it has loaded', async () => {
    await using cluster = await TestCluster.start({
      count: 6,
      replicas: 1,
      args: ['--cluster-node-timeout', '60000'],
    })
    const [source, target] = cluster.primaries
    if (!source || !target) throw new Error('too few primaries')
    for (const key of keysIn(5461, 10_922, 600)) await ask(target, 'SET', key, 'x'.repeat(2000))
    const replica = cluster.replica(1)
    const ends = ['--from', cluster.idOf(source), '--to', cluster.idOf(target), '--slots', '1000']
    await using run = await startCli(['reshard', source.address, ...ends, '--yes', '--progress', 'ndjson'], {
      limitMs: 90_000,
    })
    await until('slots are being moved', () => /"slots-opening"/.test(run.stderr()), 20_000)
    run.kill('SIGSTOP')
    await replica.kill()
    // Without its file, it has to copy all data.
    await rm(join(replica.folder, 'dump.rdb'), {force: true})
    // It may be loading before it has answered for the first time.
    await replica.relaunch(SLOWLY)
    await until('it is loading', () => isLoading(replica), 30_000)
    run.kill('SIGCONT')
    const {exitCode, stdout, stderr} = await run.result
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(stdout).to.match(/Note: \S+ is loading its data, and was not asked whether it agrees\./)
    expect(stdout).to.contain(replica.address)
  })
})

async function isLoading(node: {readonly host: string; readonly port: number}): Promise<boolean> {
  const reply = await ask(node, 'CLUSTER', 'NODES').catch((error: Error) => error.message)
  return String(reply).startsWith('LOADING')
}
