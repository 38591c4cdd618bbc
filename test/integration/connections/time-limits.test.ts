import {expect} from 'chai'
import {Wire} from '../../../src/redis/wire.js'
import {RespServer} from '../../support/resp-server.js'
import {TestServers} from '../../support/servers.js'
import {PLAIN} from '../../support/test-cluster.js'

describe('[I] time limits', () => {
  const LIMITS = {...PLAIN, connectTimeoutMs: 200, commandTimeoutMs: 200}

  function doSomethingElse(milliseconds: number): void {
    const end = performance.now() + milliseconds
    while (performance.now() < end);
  }

  it('count the time of the server, and not that in which this program was busy', async () => {
    await using servers = await TestServers.start({count: 1})
    const opening = Wire.open(servers.node(0), LIMITS)
    doSomethingElse(600)
    const wire = await opening
    const answers = [
      wire.call('PING'),
      wire.callAll([['PING'], ['PING']]),
      wire.callBytes('CLUSTER', 'NODES'),
    ]
    doSomethingElse(600)
    const [one, two] = await Promise.all(answers)
    expect(one).to.equal('PONG')
    expect(two).to.have.length(2)
    wire.close()
  })

  it('are over if the server does not answer, for each call', async () => {
    await using server = await RespServer.start(([name]) => (name === 'PING' ? '+PONG\r\n' : undefined))
    const wire = await Wire.open(server, LIMITS)
    const began = performance.now()
    expect(await wire.callAll([['PING'], ['ECHO', 'x']]).catch(String)).to.match(
      /did not answer within 200 ms/,
    )
    expect(await wire.call('ECHO', 'x').catch(String)).to.match(/did not answer within 200 ms/)
    expect(performance.now() - began).to.be.within(380, 1500)
    wire.close()
  })
})
