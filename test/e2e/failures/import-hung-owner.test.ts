import {setTimeout as pause} from 'node:timers/promises'
import {expect} from 'chai'
import type {Address} from '../../../src/domain/address.js'
import {connect, disconnect} from '../../../src/redis/connection.js'
import {contentOf, differences} from '../../support/dataset.js'
import {fill} from '../../support/fill.js'
import {TestServers} from '../../support/servers.js'
import {keysBrought, startCli} from '../../support/started-cli.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'

const HELD_MS = 2000
const HANGS_MS = 3500

describe('[E] import and an owner that hangs', function () {
  this.timeout(240_000)

  it('does not block its source for more than 2 s, and ends complete', async () => {
    await using servers = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    // If other nodes considered it failed, that would be a different fault.
    await cluster.configure('cluster-node-timeout', '60000')
    const source = servers.node(0)
    await fill(source, {ranges: [{start: 0, end: 16_383}], keysPerSlot: 1})
    const expected = await contentOf([source])
    await using run = await startCli(
      [
        'import',
        cluster.shard(1).primary.address,
        '--from',
        source.address,
        '--timeout',
        '60000',
        '--progress',
        'ndjson',
        '--pipeline',
        '2',
        '--move',
        '--yes',
      ],
      {limitMs: 90_000},
    )
    await keysBrought(run, 500)
    cluster.shard(0).primary.pause()
    // On a busy machine, the program may notice late that the owner hangs.
    const met = () => /"waiting".*(IOERR|not answer)/.test(run.stderr())
    const longest = await longestPing(source, {atLeastMs: HANGS_MS, atMostMs: 30_000, until: met})
    cluster.shard(0).primary.resume()
    expect(longest).to.be.lessThan(HELD_MS)
    expect(met(), run.stderr()).to.equal(true)
    const {exitCode, stdout, stderr} = await run.result
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(differences(expected, await contentOf(cluster.primaries))).to.deep.equal([])
    expect((await contentOf([source])).size).to.equal(0)
  })
})

/** The longest of many PINGs, one after another, in milliseconds; one that has no answer yet counts too. */
async function longestPing(
  node: Address,
  {atLeastMs, atMostMs, until}: {atLeastMs: number; atMostMs: number; until: () => boolean},
): Promise<number> {
  const redis = await connect(node, {...PLAIN, connectTimeoutMs: 60_000, commandTimeoutMs: 60_000})
  const begun = performance.now()
  const passed = () => performance.now() - begun
  let longest = 0
  while (passed() < atLeastMs || (passed() < atMostMs && !until())) {
    const start = performance.now()
    await Promise.race([redis.ping().catch(() => undefined), pause(Math.max(1, atMostMs - passed()))])
    longest = Math.max(longest, performance.now() - start)
    await pause(5)
  }
  disconnect(redis)
  return longest
}
