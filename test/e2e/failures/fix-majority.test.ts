import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {type CliResult, runCli} from '../../support/cli.js'
import {tagOf} from '../../support/fill.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const LIMIT = {limitMs: 60_000}
const ARGS = ['--cluster-node-timeout', '2000']
const FLAG = '--fix-with-unreachable-masters'

describe('[E] fix of a cluster whose primaries are mostly gone', function () {
  this.timeout(240_000)

  it('makes replicas take over without votes only if a flag allows it', async () => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1, args: ARGS})
    const [lost, left] = [[cluster.shard(0), cluster.shard(1)], cluster.shard(2).primary]
    const keys = [0, 6000].map((slot, at) => [`{${tagOf(slot)}}key`, `value ${at}`] as const)
    for (const [at, [key, value]] of keys.entries()) {
      const {primary} = lost[at]!
      const replies = await askAll(primary, [
        ['SET', key, value],
        ['WAIT', 1, 10_000],
      ])
      expect(replies).to.deep.equal(['OK', 1])
    }
    const heirs = [cluster.replica(0), cluster.replica(1)]
    for (const {primary} of lost) primary.killNow()
    await until('the one that is left knows that it is not enough', () => isDown(left), 30_000)

    const refused = await runCli(['fix', left.address, '--yes'], LIMIT)
    expect(refused.exitCode, textOf(refused)).to.equal(3)
    expect(refused.stderr).to.contain(FLAG)
    expect(await Promise.all(heirs.map(roleOf))).to.deep.equal(['slave', 'slave'])

    const fixed = await runCli(['fix', left.address, '--yes', FLAG], LIMIT)
    expect(fixed.exitCode, textOf(fixed)).to.equal(0)
    expect(textOf(fixed)).to.contain('takes over without them')
    expect(await Promise.all(heirs.map(roleOf))).to.deep.equal(['master', 'master'])
    for (const [at, [key, value]] of keys.entries()) expect(await ask(heirs[at]!, 'GET', key)).to.equal(value)
  })
})

async function isDown(node: TestServer): Promise<boolean> {
  return String(await ask(node, 'CLUSTER', 'INFO')).includes('cluster_state:fail')
}

async function roleOf(node: TestServer): Promise<string> {
  return String(((await ask(node, 'ROLE')) as unknown[])[0])
}

function textOf({exitCode, stdout, stderr}: CliResult): string {
  return `exit ${exitCode}\n${stdout}\n${stderr}`
}
