import {expect} from 'chai'
import {connect, disconnect} from '../../../src/redis/connection.js'
import type {DumpedKey} from '../../../src/redis/dumped-key.js'
import {KeyConnection} from '../../../src/redis/key-client.js'
import type {KeyDigest} from '../../../src/redis/read-digests.js'
import {Wire} from '../../../src/redis/wire.js'
import {ask, askAll} from '../../support/ask.js'
import {matrix} from '../../support/matrix.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN} from '../../support/test-cluster.js'

const KEY = Buffer.from('nul\0 %s\xff', 'latin1')

matrix('[I] a connection for whole keys', ({path: server}) => {
  it('deletes a key only if its value and time to live are still the ones that were read', async () => {
    await using servers = await TestServers.start({count: 1, server, args: ['--cluster-enabled', 'no']})
    const node = servers.node(0)
    const redis = await connect({host: node.host, port: node.port}, PLAIN)
    const client = new KeyConnection(await Wire.open(node, PLAIN))
    const changes: readonly (readonly [what: string, change: () => Promise<unknown>, isGone: boolean])[] = [
      ['nothing', () => Promise.resolve(), true],
      ['that it lives for ever', () => redis.persist(KEY), false],
      ['a longer life', () => redis.pexpire(KEY, 900_000), false],
      ['a shorter life', () => redis.pexpire(KEY, 10_000), false],
      ['its value', () => redis.set(KEY, 'other', 'KEEPTTL'), false],
      ['its end', () => redis.del(KEY), true],
    ]
    for (const [what, change, isGone] of changes) {
      await redis.set(KEY, 'value', 'PX', 60_000)
      const dumped = (await client.dump(0, [KEY])).flatMap((one) => (one && 'payload' in one ? one : []))
      await change()
      expect(await client.removeIfSame(0, dumped), what).to.deep.equal([isGone])
      expect(await redis.exists(KEY), what).to.equal(isGone ? 0 : 1)
    }
    disconnect(redis)
    client.close()
  })

  it('replaces a key only if it is still as it was read, or is still not there', async () => {
    await using servers = await TestServers.start({count: 1, server, args: ['--cluster-enabled', 'no']})
    const node = servers.node(0)
    const redis = await connect({host: node.host, port: node.port}, PLAIN)
    const client = new KeyConnection(await Wire.open(node, PLAIN))
    const dump = async (key: Buffer) => ((await client.dump(0, [key])) as DumpedKey[])[0]
    await redis.set('new', 'fresh', 'PX', 90_000)
    const fresh = await dump(Buffer.from('new'))
    if (!fresh) throw new Error('there is no new value')
    const cases: readonly (readonly [
      what: string,
      had: boolean,
      change: () => Promise<unknown>,
      isReplaced: boolean,
    ])[] = [
      ['nothing', true, () => Promise.resolve(), true],
      ['that it lives for ever', true, () => redis.persist(KEY), false],
      ['its value', true, () => redis.set(KEY, 'other', 'KEEPTTL'), false],
      ['its end', true, () => redis.del(KEY), false],
      ['nothing, there was none', false, () => Promise.resolve(), true],
      ['that there is one', false, () => redis.set(KEY, 'value'), false],
    ]
    for (const [what, had, change, isReplaced] of cases) {
      await redis.del(KEY)
      if (had) await redis.set(KEY, 'value', 'PX', 60_000)
      const before = await dump(KEY)
      await change()
      const replaced = await client.restoreIfSame(0, [{...fresh, key: KEY, before}])
      expect(replaced, what).to.deep.equal([isReplaced])
      expect((await redis.get(KEY)) === 'fresh', what).to.equal(isReplaced)
      if (isReplaced) expect(await redis.pttl(KEY), what).to.be.within(60_001, 90_000)
    }
    disconnect(redis)
    client.close()
  })

  it('does not prolong the life of a key that is restored long after it was read', async () => {
    await using servers = await TestServers.start({count: 1, server, args: ['--cluster-enabled', 'no']})
    const node = servers.node(0)
    const client = new KeyConnection(await Wire.open(node, PLAIN))
    await askAll(node, [
      ['SET', 'key', 'value', 'PX', 60_000],
      ['SET', 'short', 'value', 'PX', 10_000],
      ['SET', 'forever', 'value'],
    ])
    const names = ['key', 'short', 'forever'].map((name) => Buffer.from(name))
    const dumped = (await client.dump(0, names)) as DumpedKey[]
    // As if it had taken 20 s until the keys were sent.
    const late = dumped.map((one) => ({...one, readFrom: one.readFrom - 20_000, readTo: one.readTo - 20_000}))
    expect(await client.restore(0, late, true)).to.deep.equal([undefined, undefined, undefined])
    expect(await ask(node, 'PTTL', 'key')).to.be.within(30_000, 40_000)
    expect(await ask(node, 'PTTL', 'forever')).to.equal(-1)
    expect(Number(await ask(node, 'PTTL', 'short')), 'it would have expired').to.be.lessThan(2)
    const [before] = (await client.digest(0, names)) as KeyDigest[]
    expect(before?.readTo).to.be.at.least(before?.readFrom ?? Infinity)
    client.close()
  })

  it('does nothing in another database if SELECT is refused', async () => {
    await using servers = await TestServers.start({count: 1, server, args: ['--cluster-enabled', 'no']})
    const node = servers.node(0)
    await askAll(node, [
      ['SET', 'key', 'value'],
      ['ACL', 'SETUSER', 'half', 'on', '>half', '~*', '+@all', '-select'],
    ])
    const client = new KeyConnection(await Wire.open(node, {...PLAIN, user: 'half', password: 'half'}))
    const payload = Buffer.from('payload')
    const dumped = {key: Buffer.from('other'), payload, ttlMs: -1, readFrom: 0, readTo: 0}
    const refused = async (work: Promise<unknown>) => String(await work.catch((error: unknown) => error))
    expect(await refused(client.scan(3, '0', 10))).to.match(/NOPERM/)
    expect(await refused(client.restore(3, [dumped], true))).to.match(/NOPERM/)
    expect(await refused(client.removeIfSame(3, [{...dumped, key: Buffer.from('key')}]))).to.match(/NOPERM/)
    expect((await client.scan(0, '0', 10)).keys).to.have.length(1)
    expect(await ask(node, 'GET', 'key')).to.equal('value')
    client.close()
  })

  it('returns the size of keys even if scripts are refused', async () => {
    await using servers = await TestServers.start({count: 1, server, args: ['--cluster-enabled', 'no']})
    const node = servers.node(0)
    await askAll(node, [
      ['SET', 'small', 'value'],
      ['SET', 'big', 'x'.repeat(1_000_000)],
      ['ACL', 'SETUSER', 'half', 'on', '>half', '~*', '+@all', '-eval'],
      ['ACL', 'SETUSER', 'less', 'on', '>less', '~*', '+@all', '-eval', '-memory'],
    ])
    const sizesFor = async (user: string) => {
      const client = new KeyConnection(await Wire.open(node, {...PLAIN, user, password: user}))
      await client.scan(0, '0', 10)
      const {keys} = await client.scan(0, '0', 10)
      client.close()
      return new Map(keys.map(({key, bytes}) => [key.toString(), bytes]))
    }
    const sizes = await sizesFor('half')
    expect(sizes.get('small')).to.be.within(1, 1000)
    expect(sizes.get('big')).to.be.within(1_000_000, 2_000_000)
    expect(await sizesFor('less')).to.deep.equal(
      new Map([
        ['small', undefined],
        ['big', undefined],
      ]),
    )
  })
})
