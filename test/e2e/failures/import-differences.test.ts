import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestServers} from '../../support/servers.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

type Words = readonly (string | number)[]

/** Both keys are in one slot, so they have the same owner. */
const HASH = '{t}hash'
const STREAM = '{t}stream'
const READER: Words = ['XREADGROUP', 'GROUP', 'g', 'reader', 'COUNT', 1, 'STREAMS', STREAM, '>']

/** A hash with a field that expires, and a stream with a pending entry and a consumer that has none. */
const FILL: readonly Words[] = [
  ['HSET', HASH, 'a', '1', 'b', '2'],
  ['HPEXPIREAT', HASH, 4_000_000_000_000, 'FIELDS', 1, 'a'],
  ['XADD', STREAM, '1-1', 'f', 'v'],
  ['XADD', STREAM, '2-1', 'f', 'v'],
  ['XGROUP', 'CREATE', STREAM, 'g', '0'],
  READER,
  ['XGROUP', 'CREATECONSUMER', STREAM, 'g', 'idle'],
]

/** Changes that GET, HGETALL and XRANGE do not show. */
const CHANGES: readonly (readonly [what: string, key: string, change: Words])[] = [
  ['when a field expires', HASH, ['HPERSIST', HASH, 'FIELDS', 1, 'a']],
  ['which entries wait', STREAM, ['XACK', STREAM, 'g', '1-1']],
  ['who reads it', STREAM, ['XGROUP', 'DELCONSUMER', STREAM, 'g', 'idle']],
  ['its last id', STREAM, ['XSETID', STREAM, '9-1']],
]

for (const {path: server, name} of serverPrograms().filter((one) => /Redis 8|Valkey 9/.test(one.name))) {
  describe(`[E] a difference that reading the value does not show (${name})`, function () {
    this.timeout(240_000)
    let cluster: TestCluster
    let owner: TestServer
    let seed: string
    const folder = mkdtempSync(join(tmpdir(), 'clustertool-test-'))

    before(async () => {
      cluster = await TestCluster.start({count: 3, replicas: 0, server})
      seed = cluster.shard(0).primary.address
      const slot = Number(await ask(cluster.shard(0).primary, 'CLUSTER', 'KEYSLOT', HASH))
      owner = cluster.shard(Math.floor(slot / 5462)).primary
    })

    beforeEach(async () => {
      await ask(owner, 'FLUSHALL')
      await fillWith(owner)
    })

    after(async () => {
      rmSync(folder, {recursive: true, force: true})
      await cluster[Symbol.asyncDispose]()
    })

    it('is reported by verify', async () => {
      const dir = join(folder, 'backup')
      await expectCode(0, ['backup', seed, dir])
      expect(await expectCode(0, ['verify', dir, seed], {server})).to.include('is in the cluster, unchanged')
      // A consumer that reads more at the same time changes neither.
      await ask(owner, 'XREADGROUP', 'GROUP', 'g', 'reader', 'STREAMS', STREAM, '0')
      for (const [what, key, change] of CHANGES) {
        await ask(owner, 'FLUSHALL')
        await fillWith(owner)
        await ask(owner, ...change)
        const said = await expectCode(3, ['verify', dir, seed], {what, server})
        expect(said, what).to.include(`${key} of DB 0: the cluster has another value`)
      }
    })

    for (const way of ['migrate', 'stream']) {
      it(`makes import --move keep the key on the source (${way})`, async () => {
        await using servers = await TestServers.start({
          count: 1,
          server,
          args: ['--cluster-enabled', 'no'],
        })
        const source = servers.node(0)
        await fillWith(source)
        for (const [, , change] of CHANGES) await ask(source, ...change)
        const words = ['import', seed, '--from', source.address, '--way', way, '--move', '--yes']
        const said = await expectCode(6, words)
        for (const key of [HASH, STREAM]) {
          expect(said).to.include(`${key} of DB 0: the cluster has another value`)
        }
        expect(await ask(source, 'EXISTS', HASH, STREAM)).to.equal(2)
        expect(await ask(owner, 'HPEXPIRETIME', HASH, 'FIELDS', 1, 'a')).to.deep.equal([4_000_000_000_000])
      })
    }
  })
}

async function fillWith(node: TestServer): Promise<void> {
  for (const reply of await askAll(node, FILL)) if (reply instanceof Error) throw reply
}

async function expectCode(
  code: number,
  words: readonly string[],
  {what = words.join(' '), server}: {readonly what?: string; readonly server?: string} = {},
): Promise<string> {
  const {exitCode, stdout, stderr} = await runCli(words, {env: {CLUSTERTOOL_SERVER: server}})
  expect(exitCode, `${what}: ${stdout}${stderr}`).to.equal(code)
  return stdout
}
