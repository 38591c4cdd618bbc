import {expect} from 'chai'
import {parseClusterNodes} from '../../../src/redis/cluster-nodes.js'
import {ask, askAll} from '../../support/ask.js'
import {type CliResult, runCli} from '../../support/cli.js'
import {copiesOf} from '../../support/copies.js'
import {tagOf} from '../../support/fill.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const LIMIT = {limitMs: 50_000}
const ARGS = ['--cluster-node-timeout', '2000', '--cluster-replica-validity-factor', '0']
const KEYS = 20_000

describe('[E] a failover of the source of an interrupted move', () => {
  it('leaves keys that clients wrote to the new primary on both nodes, until the user decides which copies to keep', async () => {
    await using cluster = await TestCluster.start({count: 6, replicas: 1, args: ARGS})
    const [source, target] = [cluster.shard(0).primary, cluster.shard(1).primary]
    const [slot, heir] = [0, cluster.replica(0)]
    await load(source, slot)
    const hash = await breakOff(source, target, slot)
    await until('the replica is a primary', () => isServing(heir), 30_000)
    await until('it takes writes', () => ask(heir, 'HSET', hash, 'new', '1'), 30_000)
    const resumed = await runCli(['resume', target.address, '--yes'], LIMIT)
    expect(resumed.exitCode, textOf(resumed)).to.equal(6)
    expect(textOf(resumed)).to.contain(`«${hash}»`)
    const both = [heir, target]
    const copies = await copiesOf(both, {slot, key: hash, command: 'HGETALL'})
    // The source may have died before its replica heard that the key had moved.
    expect(copies.get(heir)).to.be.oneOf(['new,1', 'old,1,new,1'])
    expect(copies.get(target)).to.equal('old,1')
    const args = ['fix', target.address, '--yes', '--conflicts', 'keep-other']
    const fixed = await runCli(args, LIMIT)
    expect(fixed.exitCode, textOf(fixed)).to.equal(0)
    const left = await copiesOf(both, {slot, key: hash, command: 'HGETALL'})
    expect([...left]).to.deep.equal([[target, 'old,1']])
    expect(await ask(target, 'CLUSTER', 'COUNTKEYSINSLOT', slot)).to.equal(KEYS)
  })
})

async function load(node: TestServer, slot: number): Promise<void> {
  const keys = Array.from({length: KEYS}, (_, at) => ['HSET', `{${tagOf(slot)}}${at}`, 'old', '1'])
  const replies = await askAll(node, keys)
  expect(replies.filter((reply) => reply instanceof Error)).to.deep.equal([])
}

/** Kills clustertool and the source when some keys have moved to the target; returns one of these. */
async function breakOff(source: TestServer, target: TestServer, slot: number): Promise<string> {
  const ends = ['--from', source.address, '--to', target.address, '--slot-ranges', String(slot)]
  const slowly = ['--method', 'keys', '--pipeline', '1', '--max-pause', '1']
  const gone = () => ask(target, 'CLUSTER', 'COUNTKEYSINSLOT', slot)
  let stopped: Promise<unknown> | undefined
  await runCli(['reshard', target.address, ...ends, ...slowly, '--yes'], {
    ...LIMIT,
    onStart(kill) {
      stopped = until('keys have gone', async () => Number(await gone()) > 10, 30_000).then(() => {
        kill('SIGKILL')
        return source.kill()
      })
    },
  })
  await stopped
  expect(await gone(), 'keys that had gone').to.be.below(KEYS)
  return String(await ask(target, 'CLUSTER', 'GETKEYSINSLOT', slot, 1))
}

async function isServing(node: TestServer): Promise<boolean> {
  const lines = parseClusterNodes(String(await ask(node, 'CLUSTER', 'NODES')))
  return lines.some(({myself, role}) => myself && role === 'primary')
}

function textOf({exitCode, stdout, stderr}: CliResult): string {
  return `exit ${exitCode}\n${stdout}\n${stderr}`
}
