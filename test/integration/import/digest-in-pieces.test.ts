import {expect} from 'chai'
import {KeyConnection} from '../../../src/redis/key-client.js'
import type {KeyDigest} from '../../../src/redis/read-digests.js'
import {isSameDigest} from '../../../src/redis/value-digest.js'
import {Wire} from '../../../src/redis/wire.js'
import {ask, askAll} from '../../support/ask.js'
import {BIG_VALUES} from '../../support/big-values.js'
import {matrix} from '../../support/matrix.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

type Words = readonly (string | number)[]

/** A change of one element of a value, by the name of the value. */
const CHANGES: Readonly<Record<string, Words>> = {
  string: ['SETRANGE', 'key', 150_000, '!'],
  list: ['LSET', 'key', 1500, 'x'],
  set: ['SREM', 'key', 'member:1500'],
  zset: ['ZADD', 'key', 0.5, 'member:1500'],
  hash: ['HSET', 'key', 'field:1500', 'x'],
}

/** Both servers, and the digest of the key on each. */
async function digests(nodes: readonly TestServer[]): Promise<KeyDigest[]> {
  return Promise.all(
    nodes.map(async ({host, port}) => {
      const client = new KeyConnection(await Wire.open({host, port}, PLAIN))
      try {
        const digest = await client.digestInPieces(0, Buffer.from('key'))
        if (!digest || digest instanceof Error) throw digest ?? new Error('there is no such key')
        return digest
      } finally {
        client.close()
      }
    }),
  )
}

async function makeOn(nodes: readonly TestServer[], commands: readonly Words[]): Promise<void> {
  for (const node of nodes) await askAll(node, commands)
}

async function areSame(nodes: readonly TestServer[]): Promise<boolean> {
  const [one, other] = await digests(nodes)
  return one !== undefined && other !== undefined && isSameDigest(one.digest, other.digest)
}

describe('[I] the digest of a value that is read in pieces', function () {
  this.timeout(60_000)

  matrix('is that of another server with the same value only', ({path}) => {
    let servers: TestServers
    before(async () => {
      servers = await TestServers.start({count: 2, server: path, args: ['--cluster-enabled', 'no']})
    })
    after(() => servers[Symbol.asyncDispose]())

    for (const value of BIG_VALUES) {
      it(`for a ${value.name}`, async () => {
        const nodes = [servers.node(0), servers.node(1)]
        await makeOn(nodes, [['DEL', 'key'], ...value.commands('key')])
        expect(await areSame(nodes)).to.equal(true)
        const change = CHANGES[value.name]
        if (!change) return
        await ask(servers.node(1), ...change)
        expect(await areSame(nodes)).to.equal(false)
      })
    }

    it('for a set whose elements were added in another order', async () => {
      const nodes = [servers.node(0), servers.node(1)]
      const words = Array.from({length: 5000}, (_, number) => `element ${number}`)
      await askAll(servers.node(0), [
        ['DEL', 'key'],
        ['SADD', 'key', ...words],
      ])
      await askAll(servers.node(1), [
        ['DEL', 'key'],
        ['SADD', 'key', ...words.toReversed()],
      ])
      expect(await areSame(nodes)).to.equal(true)
      await askAll(servers.node(1), [
        ['SREM', 'key', 'element 7'],
        ['SADD', 'key', 'element'],
      ])
      expect(await areSame(nodes)).to.equal(false)
    })

    it('for the groups of a stream', async () => {
      const nodes = [servers.node(0), servers.node(1)]
      const entries = Array.from({length: 3000}, (_, number): Words => [
        'XADD',
        'key',
        `${number + 1}-1`,
        'f',
        number,
      ])
      const reading: Words[] = [
        ['XGROUP', 'CREATE', 'key', 'g', '0'],
        ['XREADGROUP', 'GROUP', 'g', 'Ann', 'COUNT', 2000, 'STREAMS', 'key', '>'],
      ]
      await makeOn(nodes, [['DEL', 'key'], ...entries, ...reading])
      expect(await areSame(nodes)).to.equal(true)
      await ask(servers.node(1), 'XACK', 'key', 'g', '1700-1')
      expect(await areSame(nodes)).to.equal(false)
      await ask(servers.node(0), 'XACK', 'key', 'g', '1700-1')
      expect(await areSame(nodes)).to.equal(true)
      await ask(servers.node(0), 'XGROUP', 'DESTROY', 'key', 'g')
      expect(await areSame(nodes)).to.equal(false)
    })
  })
})
