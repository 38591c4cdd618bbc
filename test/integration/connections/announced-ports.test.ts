import {expect} from 'chai'
import {formatAddress} from '../../../src/domain/address.js'
import {check} from '../../../src/operations/check.js'
import {matrix} from '../../support/matrix.js'
import {runCreate} from '../../support/run-create.js'
import {freeBasePort, TestServers} from '../../support/servers.js'
import {PLAIN} from '../../support/test-cluster.js'

matrix('[I] nodes that announce ports where nothing listens', (program) => {
  it('can be created and checked with an address map, whichever side of it the user types', async () => {
    const base = await freeBasePort(3)
    await using servers = await TestServers.start({
      count: 3,
      server: program.path,
      nodeArgs: (index) => ['--cluster-announce-port', String(base + index)],
    })
    const announced = servers.nodes.map((_, index) => ({host: '127.0.0.1', port: base + index}))
    const addressMap = servers.nodes.map(({host, port}, index) => ({
      announced: announced[index] ?? {host, port},
      reachable: {host, port},
    }))
    const connection = {...PLAIN, addressMap}
    const [first, ...rest] = announced
    if (!first) throw new Error('no server was started')
    const created = await runCreate([servers.node(0), ...rest], {connection})
    expect(created.status, JSON.stringify(created.steps)).to.equal('done')
    const {status, snapshot} = await check(first, {searchOwners: false}, connection)
    expect(status).to.equal('healthy')
    expect(snapshot.nodes.map(({address}) => address)).to.have.members(announced.map(formatAddress))
  })
})
