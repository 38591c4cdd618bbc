import {expect} from 'chai'
import {type MoveMemory, movesSeen} from '../../../src/checks/moves-seen.js'
import type {RunState} from '../../../src/domain/control.js'
import type {Finding, FindingOf} from '../../../src/domain/finding.js'
import {id, snapshot} from '../../support/snapshot.js'

const CLUSTER = snapshot('a 0-8191\n b 8192-16383\n c replica of a')

const open = (node: string, direction: 'migrating' | 'importing', peer: string): FindingOf<'slots-open'> => ({
  code: 'slots-open',
  nodes: [id(node)],
  ranges: [{start: 10, end: 19}],
  direction,
  peer: id(peer),
})

function underWay(
  moved: number,
  explains: readonly FindingOf<'slots-open'>[] = [],
  control?: RunState,
): Finding {
  return {
    code: 'change-under-way',
    nodes: [],
    ranges: [{start: 10, end: 19}],
    command: 'reshard',
    host: 'h',
    pid: 7,
    startedAt: '2026-11-22T09:00:00.000Z',
    suspended: false,
    progress: {moved, total: 100},
    control,
    explains,
  }
}

function look(findings: readonly Finding[], at: number, memory: MoveMemory = new Map()) {
  return movesSeen({snapshot: CLUSTER, findings, jobs: [], at}, memory)
}

describe('[U] moves that are seen', () => {
  it('are those of a clustertool, with the time left by the progress since it is seen', () => {
    const first = look([underWay(20, [open('a', 'migrating', 'b')])], 1000)
    const [before] = first.moves
    expect(before).to.deep.equal({
      by: 'command',
      who: 'reshard on h, process 7',
      source: id('a'),
      target: id('b'),
      slots: 10,
      progress: {moved: 20, total: 100},
      since: 1000,
      leftMs: undefined,
    })
    const [after] = look([underWay(60)], 5000, first.memory).moves
    expect(after).to.include({since: 1000, leftMs: 4000})
  })

  it('have no time left while they are paused, and after that one by what moves from then on', () => {
    const paused: RunState = {
      state: 'paused',
      hold: {kind: 'paused', by: 'ann', since: '2026-11-22T09:00:00.000Z'},
      moves: [],
    }
    const first = look([underWay(20)], 1000)
    const rests = look([underWay(40, [], paused)], 2000, first.memory)
    expect(rests.moves[0]).to.include({
      who: 'reshard on h, process 7, paused',
      since: 1000,
      leftMs: undefined,
    })
    const still = look([underWay(40, [], paused)], 100_000, rests.memory)
    const [after] = look([underWay(50)], 101_000, still.memory).moves
    expect(after).to.include({who: 'reshard on h, process 7', since: 1000, leftMs: 5000})
  })

  it('are open slots that nobody explains, once for both ends and their replicas', () => {
    const {moves} = look(
      [open('a', 'migrating', 'b'), open('c', 'migrating', 'b'), open('b', 'importing', 'a')],
      1000,
    )
    expect(moves).to.have.length(1)
    expect(moves[0]).to.include({by: 'open', source: id('a'), target: id('b'), slots: 10})
  })

  it('are the jobs of the servers', () => {
    const job = {id: 'j', source: id('a'), target: id('b'), slots: 5, state: 'snapshotting'}
    const {moves} = movesSeen({snapshot: CLUSTER, findings: [], jobs: [job], at: 1}, new Map())
    expect(moves.map(({by, who, slots}) => [by, who, slots])).to.deep.equal([['atomic', 'snapshotting', 5]])
  })

  it('are forgotten when they are over', () => {
    const first = look([underWay(20)], 1000)
    const gone = look([], 2000, first.memory)
    expect([gone.moves.length, gone.memory.size]).to.deep.equal([0, 0])
  })
})
