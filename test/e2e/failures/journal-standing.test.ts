import {appendFile, readFile} from 'node:fs/promises'
import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import type {CliResult} from '../../support/cli.js'
import {fill, tagOf} from '../../support/fill.js'
import {JournalTrial} from '../../support/journal-trial.js'
import {stateOf} from '../../support/node-state.js'
import {TestCluster} from '../../support/test-cluster.js'

const SLOTS = 1500
const KEYS = 10

describe('[E] interrupted operations that were followed by others', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let trial: JournalTrial

  afterEach(async () => {
    await cluster[Symbol.asyncDispose]()
    await trial[Symbol.asyncDispose]()
  })

  async function start(count: number, replicas: number): Promise<void> {
    trial = await JournalTrial.open()
    cluster = await TestCluster.start({count, replicas})
  }

  /** Moves slots from the first primary to the second, and stops in mid-move. */
  async function breakOff(signal: 'SIGINT' | 'SIGKILL'): Promise<CliResult> {
    await fill(cluster.shard(0).primary, {
      ranges: [{start: 0, end: SLOTS - 1}],
      keysPerSlot: KEYS,
      bytes: 1000,
    })
    return trial.stopWhen(/slots-moved/, signal, ...reshard(0, 1, `0-${SLOTS - 1}`))
  }

  function reshard(from: number, to: number, ranges: string): string[] {
    const [source, target] = [cluster.shard(from).primary.address, cluster.shard(to).primary.address]
    const ends = ['--from', source, '--to', target, '--slot-ranges', ranges]
    return ['reshard', source, ...ends, '--window', '30', '--max-pause', '1', '--method', 'keys', '--yes']
  }

  it('are superseded when a later one that is done moved their slots: resume and fix ignore them', async () => {
    await start(6, 1)
    const [seed] = cluster.primaries
    const leaver = cluster.replica(2)
    const stopped = await breakOff('SIGINT')
    expect(stopped.exitCode, stopped.stdout).to.equal(6)
    const evened = await trial.run('rebalance', seed!.address, '--threshold', '0', '--yes')
    expect(evened.exitCode, evened.stdout + evened.stderr).to.equal(0)
    const removed = await trial.run('del-node', seed!.address, leaver.address, '--yes')
    expect(removed.exitCode, removed.stdout + removed.stderr).to.equal(0)
    const nodes = cluster.nodes.filter((node) => node !== leaver)
    const before = await stateOf(nodes)

    const resumed = await trial.run('resume', seed!.address, '--yes')
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).to.equal(0)
    expect(resumed.stdout).to.match(/^Nothing to resume: reshard of .* was superseded by \S*-rebalance-/)
    expect(await stateOf(nodes)).to.deep.equal(before)
    expect(await trial.standings(seed!.address)).to.deep.equal([
      'reshard superseded',
      'rebalance done',
      'del-node done',
    ])

    // Somebody marks a slot of the old plan by hand, and none of its keys has moved.
    await ask(seed!, 'CLUSTER', 'SETSLOT', '1400', 'MIGRATING', cluster.idOf(cluster.shard(1).primary))
    const fixed = await trial.run('fix', seed!.address, '--yes')
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
    expect(fixed.stdout)
      .to.contain('Clear the marks of slot 1400')
      .and.not.contain('Continuing')
      .and.not.match(/a move was interrupted|keys that were moved/)
    expect(await stateOf(nodes)).to.deep.equal(before)
  })

  it('are not resumed when others followed, unless named; and a node that was removed is not added again', async () => {
    await start(6, 1)
    const [seed] = cluster.primaries
    const leaver = cluster.replica(2)
    await breakOff('SIGINT')
    const removed = await trial.run('del-node', seed!.address, leaver.address, '--yes')
    expect(removed.exitCode, removed.stdout + removed.stderr).to.equal(0)
    const nodes = cluster.nodes.filter((node) => node !== leaver)
    const before = await stateOf(nodes)

    const refused = await trial.run('resume', seed!.address, '--yes')
    expect(refused.exitCode, refused.stdout + refused.stderr).to.equal(4)
    const [broken] = await trial.history(seed!.address)
    expect(refused.stderr)
      .to.match(
        /The last interrupted operation is reshard of .* and other operations followed it; nothing was changed/,
      )
      .and.match(/Since then: del-node done \d{4}-/)
      .and.contain(`clustertool resume ${seed!.address} --operation ${broken!.id}`)
    expect(await stateOf(nodes)).to.deep.equal(before)

    const resumed = await trial.run('resume', seed!.address, '--operation', broken!.id, '--yes')
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).to.equal(0)
    expect(resumed.stdout)
      .to.contain(`Continuing reshard of ${broken!.id.slice(0, 10)} `)
      .and.match(/Since then: del-node done \d{4}-/)
    for (const node of nodes) expect(await ask(node, 'CLUSTER', 'INFO')).to.contain('cluster_known_nodes:5')
    expect(await ask(leaver, 'CLUSTER', 'INFO')).to.contain('cluster_known_nodes:1')
    for (const slot of [0, 700, SLOTS - 1]) {
      for (let key = 0; key < KEYS; key++) {
        expect(await ask(cluster.shard(1).primary, 'GET', `{${tagOf(slot)}}${key}`)).to.equal(
          'x'.repeat(1000),
        )
      }
    }
    expect(await trial.standings(seed!.address)).to.include('reshard superseded')
  })

  it('are distinguished: running, killed, done, dismissed', async () => {
    await start(3, 0)
    const [seed] = cluster.primaries
    const address = seed!.address
    await fill(seed!, {ranges: [{start: 0, end: SLOTS - 1}], keysPerSlot: KEYS, bytes: 1000})
    const held = async () => {
      expect(await trial.standings(address)).to.deep.equal(['reshard running'])
      const refused = await trial.run('resume', address, '--yes')
      expect(refused.exitCode, refused.stdout + refused.stderr).to.equal(4)
      expect(refused.stderr).to.match(/reshard of .* is running, process \d+ on .*; nothing was changed/)
      const [running] = await trial.history(address)
      const kept = await trial.run('history', address, '--dismiss', running!.id)
      expect(kept.exitCode, kept.stdout + kept.stderr).to.equal(4)
    }
    const killed = await trial.holdWhen(/slots-moved/, held, 'SIGKILL', ...reshard(0, 1, `0-${SLOTS - 1}`))
    expect(killed.signal).to.equal('SIGKILL')
    expect(await trial.standings(address)).to.deep.equal(['reshard killed'])

    const fixed = await trial.run('fix', address, '--yes')
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
    const [operation] = await trial.history(address)
    expect(fixed.stdout).to.contain('Continuing reshard of ').and.contain(`(${operation!.id})`)
    const plan = await trial.run('resume', address, '--dry-run')
    expect(plan.exitCode, plan.stdout + plan.stderr).to.equal(0)
    expect(plan.stdout)
      .to.contain(`(${operation!.id}), which was interrupted.`)
      .and.match(/Since then: fix done \d{4}-/)
      .and.contain('Nothing was changed: this was a dry run.')

    // A killed process leaves this state, with half a line at the end.
    const path = trial.pathOf(`${operation!.id}.jsonl`)
    await appendFile(path, '{"at":"2026-11-21T10:00:03Z","type":"step-fin')
    const dismissed = await trial.run('history', address, '--dismiss', operation!.id)
    expect(dismissed.exitCode, dismissed.stdout + dismissed.stderr).to.equal(0)
    expect(dismissed.stdout).to.match(/^Dismissed: reshard of .* resume and fix ignore it from now on/)
    expect(JSON.parse((await readFile(path, 'utf8')).trimEnd().split('\n').at(-1) ?? '')).to.include({
      type: 'ended',
      status: 'dismissed',
    })
    expect(await trial.standings(address)).to.deep.equal(['reshard dismissed', 'fix done'])
    const shown = await trial.run('history', address)
    expect(shown.stdout).to.match(/ reshard +dismissed /)
    const nothing = await trial.run('resume', address, '--yes')
    expect(nothing.exitCode, nothing.stdout + nothing.stderr).to.equal(0)
    expect(nothing.stdout).to.contain('Nothing to resume')
    expect((await trial.run('history', address, '--dismiss', 'no-such-thing')).exitCode).to.equal(2)
  })
})
