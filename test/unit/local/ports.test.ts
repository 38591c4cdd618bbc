import {once} from 'node:events'
import {createServer} from 'node:net'
import {expect} from 'chai'
import {arePortsFree, checkPorts, portsFrom, requireFreePorts} from '../../../src/local/ports.js'
import {freeBasePort} from '../../support/servers.js'

const HOSTS = ['127.0.0.1']

describe('[U] ports', () => {
  it('follow each other from the base', () => {
    expect(portsFrom(7000, 3)).to.deep.equal([7000, 7001, 7002])
    expect(portsFrom(55_535, 1)).to.deep.equal([55_535])
  })

  it('that are invalid, or have no bus port, cause a usage error', () => {
    const usage = (call: () => void, message: RegExp) =>
      expect(call).to.throw(message).with.property('code', 'USAGE')
    usage(() => portsFrom(55_535, 2), /55536 cannot be a node's port/)
    usage(() => portsFrom(0, 1), /0 cannot/)
    usage(() => portsFrom(Number.NaN, 1), /NaN cannot/)
    usage(() => portsFrom(7000, 0), /0 is not a number of nodes/)
    usage(() => portsFrom(7000, 1.5), /1.5 is not a number of nodes/)
    usage(() => checkPorts([7000, 7000]), /Port 7000 would be used twice/)
    usage(() => checkPorts([7000, 17_000]), /Port 17000 would be used twice/)
  })

  it('need an address of this machine', async () => {
    const error: unknown = await requireFreePorts([7000], ['192.0.2.1']).catch((reason: unknown) => reason)
    expect(error).to.have.property('code', 'REFUSED')
    expect(error)
      .to.have.property('message')
      .that.matches(/^192\.0\.2\.1 is not an address of this machine; /)
  })

  it('that are taken are named, as is a bus port', async () => {
    const base = await freeBasePort(2, HOSTS)
    const ports = [base, base + 1]
    await requireFreePorts(ports, HOSTS)
    for (const [taken, message] of [
      [base + 1, `Port ${base + 1} is taken; `],
      [base + 10_000, `Port ${base + 10_000}, the bus port of ${base}, is taken; `],
    ] as const) {
      const listener = createServer().listen(taken, '127.0.0.1')
      await once(listener, 'listening')
      const error: unknown = await requireFreePorts(ports, HOSTS).catch((reason: unknown) => reason)
      expect(await arePortsFree(ports, HOSTS)).to.equal(false)
      listener.close()
      await once(listener, 'close')
      expect(error).to.have.property('code', 'REFUSED')
      expect(error).to.have.property('message').that.contains(message)
    }
    expect(await arePortsFree(ports, HOSTS)).to.equal(true)
  })
})
