import {expect} from 'chai'
import type {Step} from '../../../src/domain/step.js'
import type {ClusterSnapshot} from '../../../src/domain/snapshot.js'
import {changesSince} from '../../../src/planning/drift.js'
import {clusterFactsOf} from '../../../src/planning/plan-facts.js'
import {id, snapshot} from '../../support/snapshot.js'

const BEFORE = `
  a 0-8191 epoch=1
  b 8192-16383 epoch=2
  c epoch=3
  d replica of a
`
const MOVE: Step = {
  kind: 'migrate-slots',
  source: id('a'),
  target: id('c'),
  ranges: [{start: 0, end: 99}],
  method: 'keys',
  after: [],
}
const ADOPTION: Step = {
  kind: 'adopt-keys',
  source: id('a'),
  target: id('c'),
  ranges: [{start: 0, end: 99}],
  giveUp: false,
  discard: false,
}

function changes(now: ClusterSnapshot, steps: readonly Step[] = [MOVE], before = BEFORE): string[] {
  const cluster = clusterFactsOf(snapshot(before), steps, () => '10.0.0.9:7009')
  const options = {joinLimitMs: 1, moving: {} as never}
  return changesSince({command: 'reshard', createdAt: '', cluster, options, plan: {steps}}, now)
}

describe('[U] changes since a plan was made', () => {
  it('are none when nothing has changed', () => {
    expect(changes(snapshot(BEFORE))).to.deep.equal([])
  })

  it('are none when the plan itself has been carried out, in part or completely', () => {
    const half = 'a 50-8191 epoch=1 [50->-c]\nb 8192-16383 epoch=2\nc 0-49 epoch=9 [50-<-a]\nd replica of a'
    expect(changes(snapshot(half))).to.deep.equal([])
    const whole = 'a 100-8191 epoch=1\nb 8192-16383 epoch=2\nc 0-99 epoch=9\nd replica of a'
    expect(changes(snapshot(whole))).to.deep.equal([])
  })

  it('describe what somebody else changed', () => {
    const cases: [string, string][] = [
      [
        'a 0-8190 epoch=1\nb 8191-16383 epoch=2\nc epoch=3\nd replica of a',
        'slots 8191 now belong to 10.0.0.2:7002 (before: 10.0.0.1:7001)',
      ],
      [
        'a 0-8191 epoch=1\nb 8192-16382 epoch=2\nc epoch=3\nd replica of a',
        'slots 16383 now belong to no node (before: 10.0.0.2:7002)',
      ],
      [
        'a 0-8191 epoch=1\nb 8192-16383 epoch=7\nc epoch=3\nd replica of a',
        '10.0.0.2:7002 now has config epoch 7 (before: 2)',
      ],
      [
        'a 0-8191 epoch=1 [5->-b]\nb 8192-16383 epoch=2\nc epoch=3\nd replica of a',
        'slots 5 are open on 10.0.0.1:7001',
      ],
      [
        'a 0-8191 epoch=1\nb 8192-16383 epoch=2 down\nc epoch=3\nd replica of a',
        '10.0.0.2:7002 no longer answers',
      ],
      [
        'a 0-8191 epoch=1\nb 8192-16383 epoch=2\nc epoch=3\nd replica of a\ne epoch=5',
        '10.0.0.5:7005 has joined',
      ],
    ]
    for (const [text, words] of cases) expect(changes(snapshot(text))).to.deep.equal([words])
    const left = 'a 0-8191 epoch=1\nb 8192-16383 epoch=2\nc epoch=3'
    expect(changes(snapshot(left))).to.deep.equal(['10.0.0.4:7004 has left'])
    const other = 'a 0-8191 epoch=1\nb 8192-16383 epoch=2\nc replica of b\nd replica of a'
    expect(changes(snapshot(other))).to.deep.equal(['10.0.0.3:7003 is now a replica'])
  })

  it('do not contain nodes that the plan removes, or roles that it changes', () => {
    const steps: Step[] = [
      {kind: 'replicate', node: id('c'), primary: id('b')},
      {kind: 'forget', node: id('d'), by: [id('a')]},
    ]
    const now = snapshot('a 0-8191 epoch=1\nb 8192-16383 epoch=2\nc replica of b')
    expect(changes(now, steps)).to.deep.equal([])
  })

  it('are none of a plan that creates a cluster, which there was not before', () => {
    const options = {joinLimitMs: 1, moving: {} as never}
    const cluster = {seed: id('a'), nodes: [], others: []}
    const saved = {command: 'create', createdAt: '', cluster, options, plan: {steps: []}}
    expect(changesSince(saved, snapshot(BEFORE))).to.deep.equal([])
  })

  it('name a replica of another primary, and a primary that became a replica of its replica', () => {
    const moved = BEFORE.replace('replica of a', 'replica of b')
    expect(changes(snapshot(moved), [])).to.deep.equal(['10.0.0.4:7004 is now a replica of another primary'])
    expect(changes(snapshot(moved)), 'of a source that may have given away all').to.deep.equal([])
    const takenOver = 'a replica of d\nb 8192-16383 epoch=2\nc epoch=3\nd 0-8191 epoch=9'
    expect(changes(snapshot(takenOver), [])).to.have.members([
      '10.0.0.1:7001 is now a replica',
      '10.0.0.4:7004 is now a primary',
      '10.0.0.4:7004 now has config epoch 9 (before: 1)',
      'slots 0-8191 now belong to 10.0.0.4:7004 (before: 10.0.0.1:7001)',
    ])
  })

  it('are none for a node that did not answer before either', () => {
    const down = BEFORE.replace('c epoch=3', 'c epoch=3 down')
    expect(changes(snapshot(down), [MOVE], down)).to.deep.equal([])
  })

  it('name the owners of a slot, also one who has left, and nobody', () => {
    const without = 'a epoch=1\nb 0-16383 epoch=2'
    expect(changes(snapshot(without), [], 'a epoch=1\nb 100-16383 epoch=2\nc 0-99 epoch=3')).to.deep.equal([
      '10.0.0.3:7003 has left',
      'slots 0-99 now belong to 10.0.0.2:7002 (before: 10.0.0.3:7003)',
    ])
    expect(changes(snapshot(without), [], 'a epoch=1\nb 100-16383 epoch=2')).to.deep.equal([
      'slots 0-99 now belong to 10.0.0.2:7002 (before: no node)',
    ])
  })

  it('say in one sentence which slots went from one node to another', () => {
    const now = 'a 0-9,21-99,201-8191 epoch=1\nb 10-20,8192-16383 epoch=2\nc 100-200 epoch=3\nd replica of a'
    expect(changes(snapshot(now), [])).to.have.members([
      'slots 10-20 now belong to 10.0.0.2:7002 (before: 10.0.0.1:7001)',
      'slots 100-200 now belong to 10.0.0.3:7003 (before: 10.0.0.1:7001)',
    ])
  })

  it('are none where a step makes a node the owner, whoever else is to own the slots later', () => {
    const before = 'a 0-8191 epoch=1\nb 8192-16283 epoch=2\nc epoch=3'
    const now = snapshot('a 0-8191 epoch=1\nb 8192-16283 epoch=2\nc 16284-16383 epoch=3')
    const belong = ['slots 16284-16383 now belong to 10.0.0.3:7003 (before: no node)']
    const ranges = [{start: 16_284, end: 16_383}]
    for (const kind of ['claim-slots', 'assign-slots'] as const) {
      expect(changes(now, [{kind, node: id('c'), ranges}], before), kind).to.deep.equal([])
      expect(changes(now, [{kind, node: id('b'), ranges}], before), kind).to.deep.equal(belong)
    }
    const onwards: Step[] = [
      {kind: 'claim-slots', node: id('c'), ranges},
      {...MOVE, source: id('c'), target: id('b'), ranges},
    ]
    expect(changes(now, onwards, before)).to.deep.equal([])
    const closing: Step = {kind: 'close-slots', owner: id('c'), marked: [], expecting: [], ranges}
    expect(changes(now, [closing], before)).to.deep.equal(belong)
  })

  it('are none when a replica has taken over the slots of its primary, as planned', () => {
    const before = 'b 8192-16383 epoch=2\na 0-8191 epoch=1 down fail\nd replica of a'
    const now = snapshot('b 8192-16383 epoch=2\na epoch=1 down fail\nd 0-8191 epoch=3')
    const plan: Step[] = [{kind: 'failover', node: id('d'), primary: id('a')}]
    expect(changes(now, plan, before)).to.deep.equal([])
    expect(changes(now, [{kind: 'failover', node: id('b'), primary: id('a')}], before)).to.include(
      'slots 0-8191 now belong to 10.0.0.3:7003 (before: 10.0.0.2:7002)',
    )
  })

  it('are none for an epoch that a step raises, and name one that it does not', () => {
    const now = snapshot('a 0-8191 epoch=9\nb 8192-16383 epoch=2\nc epoch=3\nd replica of a')
    const higher = ['10.0.0.1:7001 now has config epoch 9 (before: 1)']
    const steps = (node: string): Step[] => [
      {kind: 'claim-slots', node: id(node), ranges: []},
      {kind: 'bump-epoch', node: id(node)},
      {kind: 'failover', node: id(node), primary: id('x')},
      {...MOVE, source: id('x'), target: id(node)},
    ]
    for (const step of steps('a')) expect(changes(now, [step]), step.kind).to.deep.equal([])
    for (const step of steps('b')) expect(changes(now, [step]), step.kind).to.deep.equal(higher)
    expect(changes(now, [MOVE]), 'the source of a move').to.deep.equal(higher)
    expect(changes(now, [{kind: 'reset', node: id('a')}]), 'another step').to.deep.equal(higher)
    expect(changes(now, [{...ADOPTION, target: id('a')}]), 'keys alone').to.deep.equal(higher)
  })

  it('are none for roles that steps change: of both nodes of a failover, and of a source with its replicas', () => {
    const roles = (now: string, steps: Step[]) =>
      changes(snapshot(now), steps).filter((words) => words.includes('replica') || words.includes('primary'))
    const swapped = 'a replica of d\nb 8192-16383 epoch=2\nc epoch=3\nd 0-8191 epoch=1'
    expect(roles(swapped, [{kind: 'failover', node: id('d'), primary: id('a')}])).to.deep.equal([])
    expect(roles(swapped, [{kind: 'replicate', node: id('a'), primary: id('d')}])).to.deep.equal([])
    expect(roles(swapped, [{kind: 'bump-epoch', node: id('d')}])).to.have.lengthOf(2)
    const emptied = 'a replica of c\nb 8192-16383 epoch=2\nc 0-8191 epoch=3\nd replica of c'
    expect(roles(emptied, [{...MOVE, ranges: [{start: 0, end: 8191}]}])).to.deep.equal([])
    expect(roles(emptied, [{...MOVE, source: id('b')}])).to.have.lengthOf(2)
    expect(roles(emptied, [ADOPTION]), 'keys alone').to.have.lengthOf(2)
    expect(roles(emptied, [{kind: 'replicate', node: id('b'), primary: id('c')}])).to.have.lengthOf(2)
  })

  it('are open slots, but not those that were open before, or that a move of the plan opens', () => {
    const open = (a: string, c: string, now = '') =>
      `a 0-8191 epoch=1 ${a} ${now}\nb 8192-16383 epoch=2\nc epoch=3 ${c}\nd replica of a`
    const marks = (now: string, before = BEFORE) => changes(snapshot(now), [MOVE], before)
    expect(marks(open('[0->-c]', '[0-<-a]'))).to.deep.equal([])
    expect(marks(open('[99->-c]', '[99-<-a]'))).to.deep.equal([])
    expect(marks(open('[100->-c] [101->-c]', '[100-<-a]'))).to.deep.equal([
      'slots 100-101 are open on 10.0.0.1:7001',
      'slots 100 are open on 10.0.0.3:7003',
    ])
    expect(marks(open('[5->-b]', '[6-<-b]')), 'moves of other nodes').to.deep.equal([
      'slots 5 are open on 10.0.0.1:7001',
      'slots 6 are open on 10.0.0.3:7003',
    ])
    expect(marks(open('[7-<-c]', '[8->-a]')), 'the other way').to.deep.equal([
      'slots 7 are open on 10.0.0.1:7001',
      'slots 8 are open on 10.0.0.3:7003',
    ])
    const before = open('[200->-b]', '[5-<-b]')
    expect(marks(before, before), 'as before').to.deep.equal([])
    expect(marks(open('[200->-c]', '[5-<-b]'), before), 'another mark on the same slot').to.deep.equal([
      'slots 200 are open on 10.0.0.1:7001',
    ])
  })

  it('are open slots also of a node of which the plan moves others, or only keys', () => {
    const now = snapshot(BEFORE.replace('epoch=1', 'epoch=1 [50->-c] [250->-c] [305->-c] [350->-b]'))
    const toC: Step = {
      ...MOVE,
      ranges: [
        {start: 0, end: 99},
        {start: 300, end: 309},
      ],
    }
    const toB: Step = {
      ...MOVE,
      target: id('b'),
      ranges: [
        {start: 200, end: 299},
        {start: 350, end: 359},
      ],
    }
    expect(changes(now, [toC, toB])).to.deep.equal(['slots 250 are open on 10.0.0.1:7001'])
    const only: Step = {...ADOPTION, ranges: [{start: 0, end: 399}]}
    expect(changes(now, [only])).to.deep.equal(['slots 50,250,305,350 are open on 10.0.0.1:7001'])
  })

  it('are that a node has left, but for one that the plan removes', () => {
    const left = snapshot(BEFORE.replace('d replica of a', ''))
    expect(changes(left, [{kind: 'forget', node: id('d'), by: [id('a')]}])).to.deep.equal([])
    expect(changes(left, [{kind: 'forget', node: id('x'), by: [id('d')]}])).to.deep.equal([
      '10.0.0.4:7004 has left',
    ])
    expect(changes(left, [{kind: 'replicate', node: id('d'), primary: id('a')}])).to.deep.equal([
      '10.0.0.4:7004 has left',
    ])
  })

  it('are none for a node that a step brings into the cluster', () => {
    const joined = snapshot(`${BEFORE} e epoch=5`)
    expect(changes(joined, [{kind: 'meet', nodes: [id('a'), id('e')]}])).to.deep.equal([])
    expect(changes(joined, [])).to.deep.equal(['10.0.0.5:7005 has joined'])
  })
})
