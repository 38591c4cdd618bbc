import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {JournalTrial} from '../../support/journal-trial.js'
import {stateOf} from '../../support/node-state.js'
import {TestServers} from '../../support/servers.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

describe('[E] a create that was killed', function () {
  this.timeout(240_000)
  let servers: TestServers
  let trial: JournalTrial
  const seed = () => servers.node(0).address

  async function start(count: number): Promise<void> {
    trial = await JournalTrial.open()
    servers = await TestServers.start({count})
  }

  afterEach(async () => {
    await servers[Symbol.asyncDispose]()
    await trial[Symbol.asyncDispose]()
  })

  it('and run again does not prevent a later repair', async () => {
    await start(6)
    const create = ['create', '--replicas', '1', ...servers.addresses, '--yes']
    const killed = await trial.stopWhen(/"step-started","step":9/, 'SIGKILL', ...create)
    expect(killed.signal).to.equal('SIGKILL')
    const again = await trial.run(...create)
    expect(again.exitCode, again.stdout + again.stderr).to.equal(0)
    await failOver(servers.nodes)

    const looked = await trial.run('fix', seed(), '--dry-run')
    expect(looked.exitCode, looked.stdout + looked.stderr).to.equal(0)
    expect(looked.stdout).to.equal('Nothing is wrong.\n')
    expect(await trial.standings(seed())).to.deep.equal(['create superseded', 'create done'])

    const [owner, other] = await primariesOf(servers.nodes)
    const before = await stateOf(servers.nodes)
    await ask(owner!, 'CLUSTER', 'SETSLOT', await slotOf(owner!), 'MIGRATING', await idOf(other!))
    const fixed = await trial.run('fix', seed(), '--yes')
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
    expect(await ask(owner!, 'CLUSTER', 'NODES')).not.to.contain('->-')
    expect(await stateOf(servers.nodes)).to.deep.equal(before)
  })

  it('after its last change does not make fix take slots from a replica that took over', async () => {
    await start(6)
    const created = await trial.run('create', '--replicas', '1', ...servers.addresses, '--yes')
    expect(created.exitCode, created.stdout + created.stderr).to.equal(0)
    await trial.cutBefore('create', 'agree')
    await failOver(servers.nodes)
    const before = await stateOf(servers.nodes)

    const looked = await trial.run('fix', seed(), '--yes')
    expect(looked.exitCode, looked.stdout + looked.stderr).to.equal(0)
    expect(looked.stdout).to.equal('Nothing is wrong.\n')
    const resumed = await trial.run('resume', seed(), '--yes')
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).to.equal(0)
    expect(resumed.stdout).to.match(/^Nothing is left to do for create of \d{4}-/)
    expect(await stateOf(servers.nodes)).to.deep.equal(before)
  })

  it('is finished by fix as long as its nodes form no cluster', async () => {
    await start(3)
    const created = await trial.run('create', ...servers.addresses, '--yes')
    expect(created.exitCode, created.stdout + created.stderr).to.equal(0)
    const id = await trial.cutBefore('create', 'meet')
    const owned = await Promise.all(servers.nodes.map(slotsOf))
    for (const node of servers.nodes) await ask(node, 'CLUSTER', 'RESET', 'SOFT')
    for (const [at, node] of servers.nodes.entries())
      await ask(node, 'CLUSTER', 'ADDSLOTS', ...(owned[at] ?? []))

    const fixed = await trial.run('fix', seed(), '--yes')
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
    expect(fixed.stdout).to.contain('Continuing create of ').and.contain(`(${id})`)
    expect(await Promise.all(servers.nodes.map(slotsOf))).to.deep.equal(owned)
    const check = await trial.run('check', seed())
    expect(check.exitCode, check.stdout).to.equal(0)
  })

  it('or another operation is not resumed in the cluster that one of its nodes has joined since', async () => {
    await start(6)
    const [first, , , leaver, ...more] = servers.nodes
    const joined = servers.nodes.slice(0, 4).map(({address}) => address)
    expect((await trial.run('create', ...joined.slice(0, 3), '--yes')).exitCode).to.equal(0)
    expect((await trial.run('add-node', leaver!.address, first!.address, '--yes')).exitCode).to.equal(0)
    const removed = await trial.run('del-node', first!.address, leaver!.address, '--yes')
    expect(removed.exitCode, removed.stdout + removed.stderr).to.equal(0)
    const id = await trial.cutBefore('del-node', 'reset')
    const elsewhere = [leaver!, ...more]
    const moved = await trial.run('create', ...elsewhere.map(({address}) => address), '--yes')
    expect(moved.exitCode, moved.stdout + moved.stderr).to.equal(0)
    const before = await stateOf(servers.nodes)

    const resumed = await trial.run('resume', leaver!.address, '--yes')
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).to.equal(0)
    expect(resumed.stdout).to.contain('Nothing to resume')
    expect(await trial.standings(leaver!.address)).to.deep.equal(['create done'])
    // Its former cluster does not reset it in its new cluster either.
    const own = await trial.run('resume', first!.address, '--operation', id, '--yes')
    expect(own.exitCode, own.stdout + own.stderr).to.equal(0)
    expect(own.stdout).to.match(/^Nothing is left to do for del-node /)
    expect(await stateOf(servers.nodes)).to.deep.equal(before)
  })
})

/** Makes a replica take over, and waits until all nodes know. */
async function failOver(nodes: readonly TestServer[]): Promise<void> {
  const replica = await until(
    'there is a replica in step',
    async () => {
      for (const node of nodes) {
        const info = String(await ask(node, 'INFO', 'replication'))
        if (info.includes('role:slave') && info.includes('master_link_status:up')) return node
      }
      return undefined
    },
    20_000,
  )
  const id = await idOf(replica)
  await ask(replica, 'CLUSTER', 'FAILOVER')
  await until(
    'all nodes agree on the new primary and its replica',
    async () => {
      const [view = '', ...others] = await stateOf(nodes)
      const isPrimary = new RegExp(`"${id}","role":"primary","slots":\\[{`).test(view)
      return isPrimary && view.match(/"role":"replica"/g)?.length === 3 && others.every((one) => one === view)
    },
    20_000,
  )
}

async function primariesOf(nodes: readonly TestServer[]): Promise<TestServer[]> {
  const own = await Promise.all(nodes.map(ownLine))
  return nodes.filter((_, at) => own[at]?.includes('master'))
}

async function ownLine(node: TestServer): Promise<string> {
  return (
    String(await ask(node, 'CLUSTER', 'NODES'))
      .split('\n')
      .find((line) => line.includes('myself')) ?? ''
  )
}

async function idOf(node: TestServer): Promise<string> {
  return String(await ask(node, 'CLUSTER', 'MYID'))
}

async function slotOf(node: TestServer): Promise<string> {
  return (await slotsOf(node))[0] ?? ''
}

async function slotsOf(node: TestServer): Promise<string[]> {
  const ranges = (await ownLine(node))
    .split(' ')
    .slice(8)
    .filter((text) => /^\d/.test(text))
  return ranges.flatMap((range) => {
    const [start = 0, end = start] = range.split('-').map(Number)
    return Array.from({length: end - start + 1}, (_, at) => `${start + at}`)
  })
}
