import {expect} from 'chai'
import {SEVERITY} from '../../../src/domain/finding.js'
import type {CreateOutcome} from '../../../src/domain/outcome.js'
import type {StepKind} from '../../../src/domain/step.js'
import {ask} from '../../support/ask.js'
import {matrix} from '../../support/matrix.js'
import {runCreate} from '../../support/run-create.js'
import {TestServers} from '../../support/servers.js'
import {thrownBy} from '../../support/thrown.js'
import {until} from '../../support/until.js'

const KINDS: readonly StepKind[] = ['assign-slots', 'set-epoch', 'meet', 'replicate', 'agree']

matrix('[I] create finishes what another create began', (program) => {
  for (const [at, kind] of KINDS.entries()) {
    it(`when it was stopped before ${kind}`, async function () {
      this.timeout(240_000)
      await using servers = await TestServers.start({count: 6, server: program.path})
      const stop = new AbortController()
      const first = runCreate(servers.nodes, {
        replicas: 1,
        signal: stop.signal,
        onEvent: (event) => {
          if (event.type === 'step-finished' && event.result.step.kind === KINDS[at - 1]) stop.abort()
        },
        ...(at === 0 && {confirm: () => Promise.resolve(stop.abort()).then(() => true)}),
      })
      if (at === 0) expect(await thrownBy(first)).to.have.property('code', 'CANCELLED')
      else expectStoppedBefore(kind, await first)
      // The nodes may have agreed by themselves.
      await expectFinished(servers, kind === 'agree' ? ['done', 'nothing-to-do'] : ['done'])
    })
  }

  function expectStoppedBefore(kind: StepKind, {status, steps}: CreateOutcome): void {
    expect(status).to.equal('incomplete')
    expect(steps.filter((one) => one.status === 'done').map(({step}) => step.kind)).not.to.include(kind)
  }

  it('when only one primary has its slots and one replica is attached', async function () {
    this.timeout(240_000)
    await using servers = await TestServers.start({count: 6, server: program.path})
    const planned = await runCreate(servers.nodes, {replicas: 1, dryRun: true})
    const [shard] = planned.shards
    const primary = servers.nodes.find(({address}) => address === shard?.primary.address)
    const replica = servers.nodes.find(({address}) => address === shard?.replicas[0]?.address)
    if (!shard || !primary || !replica) throw new Error('nothing was planned')
    const slots = Array.from({length: 5461}, (_, slot) => slot)
    await ask(primary, 'CLUSTER', 'ADDSLOTS', ...slots)
    await ask(primary, 'CLUSTER', 'MEET', replica.host, replica.port)
    await until('the replica accepts its primary', async () => {
      return (await ask(replica, 'CLUSTER', 'REPLICATE', shard.primary.id)) === 'OK'
    })
    await expectFinished(servers)
  })

  it('and names a node that dies meanwhile', async function () {
    this.timeout(240_000)
    await using servers = await TestServers.start({count: 6, server: program.path})
    const dead = servers.node(5)
    const outcome = await runCreate(servers.nodes, {
      replicas: 1,
      onEvent: (event) => {
        if (event.type === 'step-started' && event.step.kind === 'meet') dead.killNow()
      },
    })
    expect(outcome.status).to.equal('incomplete')
    const [failed] = outcome.steps.filter(({status}) => status === 'failed')
    expect(failed?.step.kind).to.equal('meet')
    expect(failed?.error).to.match(new RegExp(`${dead.address} no longer answers`))
    await dead.restart()
    await expectFinished(servers)
  })

  it('and has nothing to do for a finished one', async function () {
    this.timeout(240_000)
    await using servers = await TestServers.start({count: 6, server: program.path})
    expect((await runCreate(servers.nodes, {replicas: 1})).status).to.equal('done')
    const again = await runCreate(servers.nodes, {
      replicas: 1,
      confirm: () => Promise.reject(new Error('there is nothing to ask')),
    })
    expect(again.status).to.equal('nothing-to-do')
  })
})

async function expectFinished(
  servers: TestServers,
  ends: readonly CreateOutcome['status'][] = ['done'],
): Promise<void> {
  const second = await runCreate(servers.nodes, {replicas: 1})
  const left = second.steps.filter(({status}) => status !== 'done')
  expect(ends, JSON.stringify(left)).to.include(second.status)
  expect(second.findings.filter(({code}) => SEVERITY[code] === 'error')).to.deep.equal([])
  expect(second.snapshot?.nodes.filter(({role}) => role === 'replica')).to.have.length(3)
}
