import {once} from 'node:events'
import {connect, createServer} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect} from 'chai'
import type {Address} from '../../../src/domain/address.js'
import {ask} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {TestCluster} from '../../support/test-cluster.js'

/** Long enough for the source to hear of the new owners by gossip before the command reaches it. */
const LATE_MS = 800

describe('[E] a primary that gives its last slots to several others', function () {
  this.timeout(240_000)

  // Servers make a primary a replica as soon as they hear that its last slot has another owner.
  it('becomes a replica of one of them before the commands about the others reach it, and the drain succeeds', async () => {
    await using cluster = await TestCluster.start({count: 4, replicas: 0})
    const [seed, drained] = [cluster.shard(0).primary, cluster.shard(1).primary]
    using late = await startLateProxy(drained)
    const map = ['--address-map', `${drained.address}=127.0.0.1:${late.port}`]
    const args = ['rebalance', seed.address, '--weight', `${drained.address}=0`, '--threshold', '0', '--yes']
    const {exitCode, stdout, stderr} = await runCli([...args, ...map], {limitMs: 110_000})
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(late.held(), 'SETSLOTs that came late').to.be.at.least(3)
    const check = await runCli(['check', seed.address, '--json'])
    expect(check.exitCode, check.stdout).to.equal(0)
    expect(String(await ask(drained, 'ROLE'))).to.match(/^slave/)
  })
})

/** Forwards everything to a server, but delays the commands that make another node the owner of a slot. */
async function startLateProxy({host, port}: Address) {
  let held = 0
  const server = createServer((client) => {
    const upstream = connect({host, port})
    let before: Promise<unknown> = Promise.resolve()
    for (const socket of [client, upstream]) {
      socket.on('error', () => socket.destroy())
      socket.on('close', () => [client, upstream].forEach((each) => each.destroy()))
    }
    upstream.pipe(client)
    client.on('data', (data: Buffer) => {
      const isLate = /SETSLOT\r\n.*NODE\r\n/s.test(data.toString('latin1'))
      if (isLate) held++
      before = before.then(() => sleep(isLate ? LATE_MS : 0)).then(() => upstream.write(data))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const place = server.address()
  return {
    port: typeof place === 'object' && place !== null ? place.port : 0,
    held: () => held,
    [Symbol.dispose]: () => void server.close(),
  }
}
