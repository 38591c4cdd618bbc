import {expect} from 'chai'
import type {NodeId, NodeLine} from '../../../src/domain/node.js'
import type {Step} from '../../../src/domain/step.js'
import {type Members, remainingSteps} from '../../../src/planning/remaining.js'

const [A, B, C] = ['a', 'b', 'c'].map((name) => name.repeat(40)) as [NodeId, NodeId, NodeId]

type Said = Partial<Pick<NodeLine, 'slots' | 'primaryId' | 'configEpoch' | 'openSlots'>>

/** The view of each node: what it says about itself, and which nodes it knows. */
function members(said: Partial<Record<NodeId, Said & {readonly knows?: readonly NodeId[]}>>): Members {
  return new Map(
    Object.entries(said).map(([id, {knows = [A, B, C], ...own} = {}]) => [
      id as NodeId,
      [...new Set([id as NodeId, ...knows])].map((known) =>
        line(known, known === id, known === id ? own : {}),
      ),
    ]),
  )
}

function line(id: NodeId, myself: boolean, said: Said): NodeLine {
  const {slots = [], primaryId, configEpoch = 1, openSlots = []} = said
  return {
    id,
    myself,
    host: 'h',
    port: 1,
    busPort: undefined,
    hostname: undefined,
    shardId: undefined,
    role: primaryId ? 'replica' : 'primary',
    primaryId,
    flags: [],
    configEpoch,
    connected: true,
    slots,
    openSlots,
  }
}

const move = (
  source: NodeId,
  target: NodeId,
  [start, end]: [number, number],
  after: number[] = [],
): Step => ({
  kind: 'migrate-slots',
  source,
  target,
  ranges: [{start, end}],
  method: 'keys',
  after,
})

describe('[U] remaining steps', () => {
  it('are those whose slots are not on their target yet, without slots that have moved', () => {
    const steps = [move(A, B, [0, 9]), move(A, C, [10, 19], [0]), move(A, B, [20, 29], [1])]
    const now = members({[A]: {}, [B]: {slots: [{start: 0, end: 9}]}, [C]: {slots: [{start: 10, end: 14}]}})
    expect(remainingSteps(steps, now)).to.deep.equal([move(A, C, [15, 19]), move(A, B, [20, 29], [0])])
  })

  it('are none when only waiting is left', () => {
    const steps: Step[] = [move(A, B, [0, 9]), {kind: 'agree', nodes: [A, B]}]
    expect(remainingSteps(steps, members({[B]: {slots: [{start: 0, end: 9}]}}))).to.deep.equal([])
  })

  it('of a removal do not introduce forgotten nodes again, and reset a node that still knows others', () => {
    const steps: Step[] = [
      {kind: 'agree', nodes: [A, B, C]},
      {kind: 'forget', node: C, by: [A, B]},
      {kind: 'reset', node: C},
      {kind: 'agree', nodes: [A, B]},
    ]
    const half = members({[A]: {knows: [B]}, [B]: {}, [C]: {}})
    expect(remainingSteps(steps, half)).to.deep.equal([
      {kind: 'agree', nodes: [A, B]},
      {kind: 'forget', node: C, by: [B]},
      {kind: 'reset', node: C},
      {kind: 'agree', nodes: [A, B]},
    ])
    const done = members({[A]: {knows: [B]}, [B]: {knows: [A]}, [C]: {knows: []}})
    expect(remainingSteps(steps, done)).to.deep.equal([])
  })

  it('of a cluster that is being created are those whose result its nodes do not show yet', () => {
    const steps: Step[] = [
      {kind: 'assign-slots', node: A, ranges: [{start: 0, end: 16_383}]},
      {kind: 'set-epoch', node: A, epoch: 1},
      {kind: 'meet', nodes: [A, B]},
      {kind: 'replicate', node: B, primary: A},
    ]
    const met = members({[A]: {slots: [{start: 0, end: 16_383}]}, [B]: {}})
    expect(remainingSteps(steps, met)).to.deep.equal([{kind: 'replicate', node: B, primary: A}])
    const alone = members({[A]: {knows: [], configEpoch: 0}, [B]: {knows: [], configEpoch: 0}})
    expect(remainingSteps(steps, alone)).to.deep.equal(steps)
  })

  it('leave out nodes that do not answer', () => {
    const steps: Step[] = [move(A, B, [0, 9]), {kind: 'agree', nodes: [A, B, C]}]
    expect(remainingSteps(steps, members({[A]: {}, [B]: {}}))).to.deep.equal([
      move(A, B, [0, 9]),
      {kind: 'agree', nodes: [A, B]},
    ])
  })
})
