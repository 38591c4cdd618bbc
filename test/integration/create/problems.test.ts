import {expect} from 'chai'
import type {Problem} from '../../../src/planning/create/problems.js'
import {ask} from '../../support/ask.js'
import {matrix} from '../../support/matrix.js'
import {stateOf} from '../../support/node-state.js'
import {runCreate} from '../../support/run-create.js'
import {TestServers} from '../../support/servers.js'
import {thrownBy} from '../../support/thrown.js'
import {until} from '../../support/until.js'

const DEAD = {host: '127.0.0.1', port: 1}

matrix('[I] create refuses', (program) => {
  let servers: TestServers
  let lone: TestServers
  let guarded: TestServers

  before(async () => {
    const server = program.path
    ;[servers, lone, guarded] = await Promise.all([
      TestServers.start({count: 7, server}),
      TestServers.start({count: 1, server, args: ['--cluster-enabled', 'no']}),
      TestServers.start({count: 1, server, args: ['--requirepass', 'secret']}),
    ])
  })

  after(() => Promise.all([servers, lone, guarded].map((all) => all[Symbol.asyncDispose]())))

  it('with every problem of every node at once, and touches nothing', async () => {
    const [empty, owner, keeper, friend, other] = servers.nodes
    if (!empty || !owner || !keeper || !friend || !other) throw new Error('too few servers')
    await ask(owner, 'CLUSTER', 'ADDSLOTS', 1, 2, 3)
    await ask(keeper, 'CLUSTER', 'ADDSLOTS', 12_182)
    await ask(keeper, 'CONFIG', 'SET', 'cluster-require-full-coverage', 'no')
    await writeWhenServed(keeper)
    await ask(friend, 'CLUSTER', 'MEET', other.host, other.port)
    await untilSettled([friend, other])
    const before = await stateOf(servers.nodes)
    const nodes = [empty, owner, keeper, friend, empty, DEAD, lone.node(0), guarded.node(0)]
    const error = await thrownBy(runCreate(nodes, {replicas: 1}))
    expect(error.code).to.equal('UNREACHABLE')
    expect(codesByAddress(error.details as Problem[])).to.deep.equal({
      [owner.address]: ['owns-slots'],
      [keeper.address]: ['holds-keys', 'owns-slots'],
      [friend.address]: ['knows-others'],
      [empty.address]: ['same-node-twice'],
      '127.0.0.1:1': ['unreachable'],
      [lone.node(0).address]: ['not-cluster'],
      [guarded.node(0).address]: ['auth-failed'],
    })
    expect(error.message).to.contain('1 key in database 0')
    expect(await stateOf(servers.nodes)).to.deep.equal(before)
  })

  it('fewer than three primaries and shows the calculation, unless they are allowed', async () => {
    const [, , , , , a, b] = servers.nodes
    if (!a || !b) throw new Error('too few servers')
    const error = await thrownBy(runCreate([a, b]))
    expect(error.code).to.equal('REFUSED')
    expect(error.message).to.match(/2 nodes .* make 2 primaries .* which takes 3 nodes/)
    const {status, shards} = await runCreate([a, b], {allowFewerPrimaries: true})
    expect(status).to.equal('done')
    expect(shards.map(({ranges}) => ranges)).to.deep.equal([
      [{start: 0, end: 8191}],
      [{start: 8192, end: 16_383}],
    ])
  })

  it('a node whose cluster bus is closed', async () => {
    await using odd = await TestServers.start({
      count: 3,
      server: program.path,
      nodeArgs: (index) => (index === 1 ? ['--cluster-announce-bus-port', '1'] : []),
    })
    const error = await thrownBy(runCreate(odd.nodes))
    expect(codesByAddress(error.details as Problem[])).to.deep.equal({
      [odd.node(1).address]: ['bus-port-closed'],
    })
    expect(error.message).to.contain('its cluster bus port 1 accepts no connection')
  })

  it('nodes that change while the user is asked', async () => {
    await using fresh = await TestServers.start({count: 3, server: program.path})
    const error = await thrownBy(
      runCreate(fresh.nodes, {
        async confirm() {
          await ask(fresh.node(0), 'CLUSTER', 'ADDSLOTS', 5)
          await new Promise((resolve) => setTimeout(resolve, 250))
          return true
        },
      }),
    )
    expect(error.code).to.equal('REFUSED')
    expect(await ask(fresh.node(1), 'CLUSTER', 'INFO')).to.contain('cluster_slots_assigned:0')
  })
})

async function writeWhenServed(node: {host: string; port: number}): Promise<void> {
  await until('the node serves its slot', () => ask(node, 'SET', 'foo', 'bar'), 8000)
}

/** Waits until the two have settled which of them raises its epoch, because that changes their views. */
async function untilSettled(nodes: readonly {host: string; port: number}[]): Promise<void> {
  await until('the nodes know each other', async () => {
    const [one, other] = await stateOf(nodes)
    return one === other && one?.includes('"configEpoch":1')
  })
}

function codesByAddress(problems: readonly Problem[]): Record<string, string[]> {
  const codes: Record<string, string[]> = {}
  for (const {address = '', code} of problems) codes[address] = [...(codes[address] ?? []), code].toSorted()
  return codes
}
