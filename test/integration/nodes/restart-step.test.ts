import {expect} from 'chai'
import type {StepOf} from '../../../src/domain/step.js'
import {ask} from '../../support/ask.js'
import {runSteps} from '../../support/run-steps.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

async function serverFact(node: TestServer, name: string): Promise<string> {
  return new RegExp(`${name}:(\\S+)`).exec(String(await ask(node, 'INFO', 'server')))?.[1] ?? ''
}

describe('[I] a restart step', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let replica: TestServer

  before(async () => {
    cluster = await TestCluster.start({count: 6, replicas: 1})
    replica = cluster.replica(1)
  })
  after(() => cluster[Symbol.asyncDispose]())

  async function stepFor(
    node: TestServer,
    more: Partial<StepOf<'restart'>> = {},
  ): Promise<StepOf<'restart'>> {
    return {
      kind: 'restart',
      node: cluster.idOf(node),
      address: node.address,
      nodes: cluster.idsOf(cluster.nodes),
      command: 'restart {port}',
      shard: 1,
      runId: await serverFact(node, 'run_id'),
      limitMs: 5000,
      pauseMs: 0,
      ...more,
    }
  }

  /** What the step ended with, and the commands that it ran. */
  async function run(step: StepOf<'restart'>, deed: () => Promise<void> = () => Promise.resolve()) {
    const commands: string[] = []
    const [result] = await runSteps(cluster.shard(0).primary, [step], async (command) => {
      commands.push(command)
      await deed()
      return {exitCode: 0, said: '', isLate: false}
    })
    return {message: result?.error, notes: result?.notes, commands}
  }

  const restarts = async (): Promise<void> => {
    await replica.kill()
    await replica.restart()
  }

  it('does not restart a primary with slots', async () => {
    const {message, commands} = await run(await stepFor(cluster.shard(1).primary))
    expect(message).to.contain('is a primary with slots, so it was not restarted')
    expect(commands).to.deep.equal([])
  })

  it('does not restart a node that does not say what it owns', async () => {
    const step = await stepFor(replica)
    await ask(replica, 'ACL', 'SETUSER', 'default', '-cluster|nodes')
    const {message, commands} = await run(step)
    await ask(replica, 'ACL', 'SETUSER', 'default', '+cluster|nodes')
    expect(message).to.contain(`${replica.address} does not say what it owns`)
    expect(commands).to.deep.equal([])
  })

  it('fails if the node comes back with a version that is not the wanted one', async () => {
    const version = await serverFact(replica, '(?:valkey|redis)_version')
    const {message, commands} = await run(await stepFor(replica, {versionTo: '99.1'}), restarts)
    expect(message).to.match(new RegExp(`runs \\S+ ${version} after the restart, and not 99\\.1`))
    expect(commands).to.have.length(1)
  })

  it('says after a while that the node does not answer, and for how long it waits', async () => {
    const {message, notes} = await run(await stepFor(replica, {limitMs: 5500}), () => replica.kill())
    await replica.restart()
    expect(notes?.join()).to.equal(
      `${replica.address} does not answer after the restart; waiting for it up to 5.5 s.`,
    )
    expect(message).to.contain('The cluster is served without it')
  })

  it('restarts a node that crashed in the meantime and runs the old version, and no other one', async () => {
    const old = await stepFor(replica, {runId: 'f'.repeat(40), limitMs: 500})
    const crashed = await run({...old, versionTo: '99.1'})
    expect(crashed.message).to.contain('is still the same process after the restart')
    expect(crashed.commands).to.have.length(1)
    const restarted = await run(old)
    expect(restarted).to.deep.equal({message: undefined, notes: undefined, commands: []})
  })
})
