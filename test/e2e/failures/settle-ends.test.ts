import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import type {ConnectionOptions} from '../../../src/redis/connection.js'
import {loadTls} from '../../../src/redis/tls.js'
import {ask} from '../../support/ask.js'
import {makeCertificates} from '../../support/certificates.js'
import {type CliResult, runCli} from '../../support/cli.js'
import {serverPrograms} from '../../support/matrix.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import {unrestOf} from '../../support/unrest.js'
import {until} from '../../support/until.js'

const TIMES = Number(process.env['CLUSTERTOOL_SETTLE_TIMES'] ?? 8)
const LIMITS = {limitMs: 60_000}

describe('[E] a command ends with the cluster settled', function () {
  this.timeout(120_000 * Math.max(1, TIMES / 8))

  it('reshard over TLS leaves no nodes in handshake', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clustertool-settle-'))
    try {
      const files = await makeCertificates(folder)
      const tls = await loadTls({
        cacert: files.ca,
        cacertdir: undefined,
        cert: files.cert,
        key: files.key,
        sni: undefined,
        insecure: false,
      })
      const connection: ConnectionOptions = {...PLAIN, tls}
      await using cluster = await TestCluster.start({count: 4, replicas: 1, tls: files, connection})
      const [a, b] = cluster.primaries.map((node) => cluster.idOf(node))
      const flags = ['--tls', '--cacert', files.ca, '--cert', files.cert, '--key', files.key]
      for (let time = 0; time < TIMES; time++) {
        const [from = '', to = ''] = time % 2 === 0 ? [a, b] : [b, a]
        const seed = cluster.shard(0).primary.address
        const words = ['reshard', seed, '--from', from, '--to', to, '--slots', '100', '--yes', ...flags]
        expectSettled(await runCli(words, LIMITS), await unrestOf(nodesOf(cluster), {connection}), time)
      }
    } finally {
      await rm(folder, {recursive: true, force: true})
    }
  })

  it('rebalance leaves equal views and different epochs', async () => {
    await using cluster = await TestCluster.start({count: 4, replicas: 0})
    const seed = cluster.shard(0).primary.address
    for (let time = 0; time < TIMES / 2; time++) {
      const weights = cluster.primaries.flatMap((node, at) => [
        '--weight',
        `${cluster.idOf(node)}=${1 + ((time + at) % 3)}`,
      ])
      const result = await runCli(['rebalance', seed, ...weights, '--yes'], LIMITS)
      expectSettled(result, await unrestOf(nodesOf(cluster)), time)
    }
  })

  it('del-node --drain to three targets leaves different epochs, and no node that knows the removed one', async () => {
    const old = serverPrograms().find(({name}) => name === 'Redis 7.0')
    await using cluster = await TestCluster.start({count: 4, replicas: 0, ...(old && {server: old.path})})
    const seed = cluster.shard(0).primary.address
    const leaving = cluster.shard(3).primary
    const gone = cluster.idOf(leaving)
    const stayers = cluster.primaries.filter((node) => node !== leaving)
    for (let time = 0; time < Math.ceil(TIMES / 4); time++) {
      const result = await runCli(['del-node', seed, gone, '--drain', '--yes'], LIMITS)
      expectSettled(result, await unrestOf(stayers, {gone}), time)
      const added = await runCli(['add-node', leaving.address, seed], LIMITS)
      expect(added.exitCode, added.stdout + added.stderr).to.equal(0)
      const spread = await runCli(['rebalance', seed, '--use-empty-primaries', '--yes'], LIMITS)
      expectSettled(spread, await unrestOf(cluster.primaries), time)
    }
  })

  it('a node that others were still meeting does not come back after del-node', async () => {
    await using cluster = await TestCluster.start({
      count: 4,
      replicas: 0,
      args: ['--cluster-node-timeout', '30000'],
    })
    const seed = cluster.shard(0).primary
    const leaving = cluster.shard(3).primary
    const gone = cluster.idOf(leaving)
    const stayers = cluster.primaries.filter((node) => node !== leaving)
    const drained = await runCli(
      ['reshard', seed.address, '--from', gone, '--to', cluster.idOf(seed), '--slots', '4096', '--yes'],
      LIMITS,
    )
    expect(drained.exitCode, drained.stdout + drained.stderr).to.equal(0)
    leaving.pause()
    await ask(seed, 'CLUSTER', 'MEET', leaving.host, leaving.port)
    let ended = false
    const removal = runCli(['del-node', seed.address, gone, '--yes', '--timeout', '1000'], LIMITS).finally(
      () => {
        ended = true
      },
    )
    await until(
      'the first node has forgotten it',
      async () => ended || !(await viewOf(seed)).includes(gone),
      20_000,
    )
    // A del-node that does not wait for the handshake ends within this time.
    await until('the command ends', () => ended, 1500).catch(() => undefined)
    leaving.resume()
    const result = await removal
    // When the node that was met knows the other node, it has answered the handshake.
    await until('the handshake is over', async () => !(await viewOf(seed)).includes('handshake'), 20_000)
    expect(await unrestOf(stayers, {gone})).to.deep.equal([])
    expect(result.exitCode, result.stdout + result.stderr).to.equal(0)
  })
})

function nodesOf({shards}: TestCluster) {
  return shards.flatMap(({primary, replicas}) => [primary, ...replicas])
}

function expectSettled(result: CliResult, unrest: readonly string[], time: number): void {
  const said = `time ${time}: ${result.stdout}${result.stderr}`
  expect(result.exitCode, said).to.equal(0)
  expect(unrest, said).to.deep.equal([])
  expect(result.stdout, said).not.to.match(/handshake|epochs-equal|views-disagree/)
}

async function viewOf(node: TestCluster['primaries'][number]): Promise<string> {
  return String(await ask(node, 'CLUSTER', 'NODES'))
}
