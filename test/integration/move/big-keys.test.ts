import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {tagOf} from '../../support/fill.js'
import {runReshard} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

/**
 * The server creates the hash itself, which is faster than sending it; in steps, so that other nodes do not consider
 * the server failed.
 */
const HASH = `for i = ARGV[1], ARGV[2] do redis.call('HSET', KEYS[1], 'field:' .. i, string.rep('x', 1000)) end`
const SORTED = `for i = ARGV[1], ARGV[2] do redis.call('ZADD', KEYS[1], i, 'member:' .. i) end`

async function build(
  node: TestServer,
  script: string,
  key: string,
  {size, step}: {size: number; step: number},
) {
  for (let first = 1; first <= size; first += step) {
    await ask(node, 'EVAL', script, 1, key, first, Math.min(size, first + step - 1))
  }
}

describe('[I] big keys', function () {
  this.timeout(240_000)

  it('are left where they are if they cannot be moved in pieces, with --allow-big-keys they are moved alone, and cause no failover', async () => {
    await using cluster = await TestCluster.start({
      count: 6,
      replicas: 1,
      // A busy machine takes long to build such keys, and this is not the subject of the test.
      args: ['--cluster-node-timeout', '60000'],
    })
    const [source, , target] = cluster.primaries
    if (!source || !target) throw new Error('too few primaries')
    const hash = `{${tagOf(10)}}hash`
    const sorted = `{${tagOf(11)}}sorted`
    // A tenth of what a server sends in the time that one batch may take, because the machine may be busy.
    await build(source, HASH, hash, {size: 12_000, step: 6000})
    await build(source, SORTED, sorted, {size: 2_000_000, step: 100_000})
    await ask(source, 'SET', `{${tagOf(12)}}small`, 'x')
    await cluster.configure('cluster-node-timeout', '5000')
    const wish = {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: '10-12'}
    // While replicas and a busy machine process such a key, a node may take long to answer anything else.
    const connection = {...PLAIN, commandTimeoutMs: 60_000}
    const epochs = await epochOf(source)
    // Without this command, no key can be moved in pieces.
    await ask(source, 'ACL', 'SETUSER', 'default', '-watch')

    const refused = await runReshard(source, wish, {connection, method: 'keys'})
    expect(refused.status).to.equal('incomplete')
    const [step] = refused.steps
    if (!step?.move) throw new Error(JSON.stringify(refused.steps))
    expect(step.move.moved, JSON.stringify(step)).to.deep.equal([
      {start: 10, end: 10},
      {start: 12, end: 12},
    ])
    expect(step.move.unmoved).to.deep.equal([{start: 11, end: 11}])
    expect(step.error).to.match(/sorted.* of slot 11 .*--allow-big-keys/)
    expect(String(step.notes)).to.match(/hash» .* cannot be moved in pieces: .*NOPERM/)
    expect(String(step.notes)).to.match(/Moving key «.*hash» of slot 10 \(1\d MB, about \d+ ms\) alone/)
    expect(await ask(target, 'HLEN', hash)).to.equal(12_000)

    // With the flag, the user has to make sure that other nodes do not consider these failed in the meantime.
    await cluster.configure('cluster-node-timeout', '60000')
    const allowed = await runReshard(
      source,
      {...wish, slots: '11'},
      {connection, method: 'keys', moving: {allowBigKeys: true}},
    )
    expect(allowed.status, JSON.stringify(allowed.steps)).to.equal('done')
    expect(allowed.steps[0]?.notes?.join()).to.match(/sorted.* of slot 11/)
    expect(await ask(target, 'ZCARD', sorted)).to.equal(2_000_000)
    for (const node of [source, target]) expect(String(await ask(node, 'ROLE'))).to.match(/^master/)
    expect(await epochOf(source)).to.equal(epochs)
  })
})

/** A failover raises it. */
async function epochOf(node: TestServer): Promise<string | undefined> {
  const own = String(await ask(node, 'CLUSTER', 'NODES'))
    .split('\n')
    .find((line) => line.includes('myself'))
  return own?.split(' ')[6]
}
