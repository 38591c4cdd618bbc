import {readFile} from 'node:fs/promises'
import {expect} from 'chai'
import {type SlotRange, slotsOf} from '../../../src/domain/slot.js'
import {askAll} from '../../support/ask.js'
import {tagOf} from '../../support/fill.js'
import {JournalTrial} from '../../support/journal-trial.js'
import {TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'

const SLOTS = 900
const KEYS = Array.from({length: SLOTS * 20}, (_, at) => {
  const slot = Math.floor(at / 20)
  return {slot, key: `{${tagOf(slot)}}${at}`, value: `value ${at} `.repeat(40)}
})

describe('[E] a reshard that was killed', function () {
  this.timeout(240_000)

  it('is listed by history with the slots that it had moved, and undo moves them back', async () => {
    await using trial = await JournalTrial.open()
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [source, target] = [cluster.shard(0).primary, cluster.shard(1).primary]
    const stored = await askAll(
      source,
      KEYS.map(({key, value}) => ['SET', key, value]),
    )
    expect(stored.find((reply) => reply instanceof Error)).to.equal(undefined)
    const ends = ['--from', source.address, '--to', target.address, '--slot-ranges', `0-${SLOTS - 1}`]
    const slowly = ['--window', '30', '--max-pause', '1', '--method', 'keys']
    const reshard = ['reshard', source.address, ...ends, ...slowly, '--yes']
    const killed = await trial.stopWhen(/slots-moved/, 'SIGKILL', ...reshard)
    expect(killed.signal, killed.stdout).to.equal('SIGKILL')
    const moved = await movedSlots(trial)
    expect(moved.size).to.be.within(1, SLOTS - 1)

    expect(await history(trial, source)).to.deep.equal([['reshard', 'killed', moved.size]])
    const fixed = await trial.run('fix', source.address, '--yes')
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
    const undone = await trial.run('undo', source.address, '--yes')
    expect(undone.exitCode, undone.stdout + undone.stderr).to.equal(0)
    expect((await history(trial, source)).at(-1)).to.deep.equal(['undo', 'done', moved.size])

    const gets = KEYS.map(({key}) => ['GET', key])
    const [here, there] = await Promise.all([askAll(source, gets), askAll(target, gets)])
    const wrong = KEYS.filter(({slot, value}, at) => {
      if (moved.has(slot)) return here[at] !== value
      return here[at] !== value && there[at] !== value
    })
    expect(wrong.slice(0, 5)).to.deep.equal([])
  })
})

/** The slots that have moved according to the only journal. */
async function movedSlots(trial: JournalTrial): Promise<Set<number>> {
  const [name = ''] = await trial.names()
  const lines = (await readFile(trial.pathOf(name), 'utf8')).split('\n')
  const told = lines.filter((line) => line.includes('"slots-moved"') && line.endsWith(']}'))
  return new Set(told.flatMap((line) => [...slotsOf((JSON.parse(line) as {ranges: SlotRange[]}).ranges)]))
}

/** The command, the standing and the number of moved slots of each operation. */
async function history(trial: JournalTrial, node: TestServer): Promise<(string | number)[][]> {
  const {stdout} = await trial.run('history', node.address, '--json')
  const {outcome} = JSON.parse(stdout) as {
    outcome: {operations: {command: string; standing: string; slotsMoved: number}[]}
  }
  return outcome.operations.map(({command, standing, slotsMoved}) => [command, standing, slotsMoved])
}
