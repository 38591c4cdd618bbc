import {expect} from 'chai'
import type {NodeId} from '../../../src/domain/node.js'
import type {Step} from '../../../src/domain/step.js'
import type {ClusterSnapshot} from '../../../src/domain/snapshot.js'
import {isStillForming, nodesGone, stepsLeft} from '../../../src/planning/left-to-do.js'
import type {Members} from '../../../src/planning/remaining.js'
import {id, snapshot} from '../../support/snapshot.js'
import {facts, move, operation} from './operation-fixture.js'

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => id(name)) as [NodeId, NodeId, NodeId, NodeId]
const NODES = [facts(a), facts(b), facts(c), facts(d)]
const THREE = snapshot('a 0-5460\nb 5461-10922\nc 10923-16383')

function membersOf({nodes}: ClusterSnapshot): Members {
  return new Map(nodes.map(({id: node, view}) => [node, view]))
}

/** The steps that are left of a killed operation on a, b, c and d, after d has left the cluster. */
function left(steps: readonly Step[], now = THREE, members = membersOf(now)): Step[] {
  const killed = operation('x', steps, {status: 'unfinished', nodes: NODES})
  return stepsLeft(killed, {now, members, gone: nodesGone(killed, [], now)})
}

describe('[U] what is left of an operation', () => {
  const alone = new Map([...membersOf(THREE), [d, snapshot('d').nodes[0]!.view]])

  it('does not introduce nodes again that have left since', () => {
    const steps: Step[] = [
      {kind: 'meet', nodes: [a, b, c, d]},
      {kind: 'replicate', node: d, primary: a},
      {kind: 'agree', nodes: [a, b, c, d]},
    ]
    expect(left(steps, THREE, alone)).to.deep.equal([])
    const later = [move(a, b, 0, 9), {kind: 'agree', nodes: [a, b, c, d]} as const]
    expect(left(later, THREE, alone)).to.deep.equal([later[0], {kind: 'agree', nodes: [a, b, c]}])
  })

  it('moves no slots to nodes that have left since', () => {
    expect(left([move(a, d, 0, 9), move(a, b, 10, 19)], THREE, alone)).to.deep.equal([move(a, b, 10, 19)])
  })

  it('counts nodes as gone that it added itself, and nodes that a later operation removed', () => {
    const joined = operation('add-node', [{kind: 'meet', nodes: [a, d]}], {nodes: [facts(a)], joining: [d]})
    expect([...nodesGone(joined, [], THREE)]).to.deep.equal([d])
    const begun = operation('add-node', [{kind: 'meet', nodes: [a, d]}], {
      nodes: [facts(a)],
      joining: [d],
      status: 'unfinished',
    })
    expect([...nodesGone(begun, [], THREE)]).to.deep.equal([])
    const removal = operation('del-node', [{kind: 'forget', node: d, by: [a]}], {nodes: NODES})
    expect([...nodesGone(begun, [removal], THREE)]).to.deep.equal([d])
  })

  it('does not take slots from their present owner, or demote a primary that took over', () => {
    const now = snapshot('a 0-5460\nb 5461-16383\nc replica of b')
    const steps: Step[] = [
      {kind: 'assign-slots', node: c, ranges: [{start: 10_923, end: 16_383}]},
      {kind: 'replicate', node: b, primary: c},
    ]
    expect(left(steps, now)).to.deep.equal([])
  })

  it('resets a node that still knows this cluster, and none that is in another one', () => {
    const reset: Step[] = [{kind: 'reset', node: d}]
    const half = new Map([...membersOf(THREE), [d, snapshot('d\na\nb').nodes[0]!.view]])
    expect(left(reset, THREE, half)).to.deep.equal(reset)
    const elsewhere = new Map([...membersOf(THREE), [d, snapshot('d\ne\nf').nodes[0]!.view]])
    expect(left(reset, THREE, elsewhere)).to.deep.equal([])
  })

  it('is the rest of a create only if the nodes form no cluster yet', () => {
    const create = operation('create', [], {nodes: [], joining: [a, b, c]})
    expect(isStillForming(create, snapshot('a 0-5460'))).to.equal(true)
    expect(isStillForming(create, THREE)).to.equal(false)
    // Somebody else formed a cluster, which was damaged later.
    expect(isStillForming(create, snapshot('a 0-5460\nb 5461-10922\nc'))).to.equal(false)
    expect(isStillForming(operation('reshard', []), snapshot('a 0-5460'))).to.equal(false)
  })

  it('is the rest of a create also if only replicas have no primary yet', () => {
    const steps: Step[] = [
      {kind: 'assign-slots', node: a, ranges: [{start: 0, end: 5460}]},
      {kind: 'assign-slots', node: b, ranges: [{start: 5461, end: 10_922}]},
      {kind: 'assign-slots', node: c, ranges: [{start: 10_923, end: 16_383}]},
      {kind: 'replicate', node: d, primary: a},
    ]
    const cut = {...operation('create', steps), cluster: {nodes: [], others: NODES}} as never
    expect(isStillForming(cut, THREE)).to.equal(true)
    expect(isStillForming(cut, snapshot('a 0-5460\nb 5461-10922\nc 10923-16383\nd'))).to.equal(true)
    expect(isStillForming(cut, snapshot('a 0-5460\nb 5461-10922\nc 10923-16383\nd replica of a'))).to.equal(
      false,
    )
    // Somebody else has assigned the slots differently since.
    expect(isStillForming(cut, snapshot('a 0-5459\nb 5460-10922\nc 10923-16383\nd'))).to.equal(false)
  })
})
