import {expect} from 'chai'
import type {Address} from '../../../src/domain/address.js'
import {KeyConnection} from '../../../src/redis/key-client.js'
import {SlotConnection} from '../../../src/redis/slot-client.js'
import {Wire} from '../../../src/redis/wire.js'
import {ask, askAll} from '../../support/ask.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN} from '../../support/test-cluster.js'

const STANDALONE = ['--cluster-enabled', 'no']
const KEY = Buffer.from('key')

describe('[I] the database of a connection', () => {
  const clients = [
    ['whole keys', (wire: Wire) => new KeyConnection(wire)],
    ['moving slots', (wire: Wire) => new SlotConnection(wire, {reads: 0})],
  ] as const
  for (const [what, toClient] of clients) {
    it(`is never a different one after SELECT was refused, for ${what}`, async () => {
      await using servers = await TestServers.start({count: 1, args: STANDALONE})
      const node = servers.node(0)
      await askAll(node, [
        ['SET', 'key', 'of 0'],
        ['ACL', 'SETUSER', 'half', 'on', '>half', '~*', '+@all', '-select'],
      ])
      const wire = await Wire.open(node, {...PLAIN, user: 'half', password: 'half'})
      const client = toClient(wire)
      for (let turn = 1; turn <= 2; turn++) {
        const error = await client.dump(3, [KEY]).catch((thrown: unknown) => thrown)
        expect(String(error), `call ${turn}`).to.match(/NOPERM/)
      }
      if (client instanceof SlotConnection) expect(await move(client, node)).to.match(/NOPERM/)
      expect((await client.dump(0, [KEY]))[0]).to.not.equal(undefined)
      expect(await ask(node, 'GET', 'key')).to.equal('of 0')
      client.close()
    })

    it(`is the requested one when many requests come at once, for ${what}`, async () => {
      await using servers = await TestServers.start({count: 1, args: STANDALONE})
      const node = servers.node(0)
      const databases = [0, 3, 0, 5, 5, 0, 3, 5, 0]
      for (const db of [0, 3, 5]) {
        await askAll(node, [
          ['SELECT', db],
          ['SET', 'key', `value of ${db}`],
        ])
      }
      const wire = await Wire.open(node, PLAIN)
      const client = toClient(wire)
      const dumped = await Promise.all(databases.map((db) => client.dump(db, [KEY])))
      const payloads = dumped.map(([one]) => (one && 'payload' in one ? one.payload : one))
      expect(payloads.map((payload) => /value of \d/.exec(String(payload))?.[0])).to.deep.equal(
        databases.map((db) => `value of ${db}`),
      )
      client.close()
    })
  }
})

/** The replies to a MIGRATE of the key in database 3, or the error. */
async function move(client: SlotConnection, {host, port}: Address): Promise<string> {
  const target = {host, port, timeoutMs: 500, user: undefined, password: undefined}
  return client.migrate([{db: 3, keys: [KEY]}], target, true).then(
    (replies) => replies.map(String).join(),
    (error: unknown) => String(error),
  )
}
