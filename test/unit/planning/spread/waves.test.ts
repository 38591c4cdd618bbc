import {expect} from 'chai'
import type {NodeId} from '../../../../src/domain/node.js'
import {kindsFor} from '../../../../src/planning/spread/audit.js'
import {inWaves, type NodeHop} from '../../../../src/planning/spread/hops.js'
import {planSpread} from '../../../../src/planning/spread/plan.js'
import {placement} from './clusters.js'

describe('[U] inWaves', () => {
  it('sends one full sync from a primary at a time, and several from different ones', () => {
    expect(wavesOf('a 0>1', 'b 0>1', 'c 0>2')).to.deep.equal(['a c', 'b'])
  })

  it('lets a node leave when those are there that came to its shard before', () => {
    expect(wavesOf('a 0>1', 'b 1>2', 'c 2>3')).to.deep.equal(['a', 'b', 'c'])
    expect(wavesOf('a 0>1', 'b 2>3', 'c 1>2')).to.deep.equal(['a b', 'c'])
  })
})

describe('[U] actions of a plan', () => {
  it('say why replicas go through other shards', () => {
    expect(actionsIn('9 a/x b/x\n7 c/y d/z\n8 e/x f/x g/y')).to.deep.include.members([
      ['n5 to n2', {code: 'lets-leave', node: 'n3'}],
      ['n3 to n0', {code: 'shard-in-one-place', place: {kind: 'zone', name: 'x'}}],
    ])
  })

  it('say that a primary finds room', () => {
    const shards = ['a/x b/y', 'c/x d/y', 'e/x f/y', 'g/x h/y', 'm/x n/y', 'i/z j/z k/z l/x']
    const actions = actionsIn(shards.map((words) => `5 ${words}`).join('\n'))
    expect(actions.map(([, reason]) => reason)).to.deep.include({code: 'room-for-primary'})
  })

  it('have failovers in an order that gives no second place too many primaries in between', () => {
    const actions = actionsIn('5 e/y f/z\n5 a/x b/y\n5 c/x d/x\n5 g/z h/w')
    expect(actions.map(([action]) => action)).to.deep.equal(['n3 for n2', 'n1 for n0', 'n7 for n6'])
  })
})

function wavesOf(...texts: string[]): string[] {
  const hops = texts.map((text): NodeHop => {
    const [, node = '', from, to] = /^(\w) (\d)>(\d)$/.exec(text) ?? []
    return {node: node as NodeId, from: Number(from), to: Number(to)}
  })
  return inWaves(hops).map((wave) => wave.map(({node}) => node).join(' '))
}

function actionsIn(text: string) {
  const given = placement(text)
  return planSpread(given, kindsFor(given))
    .waves.flat()
    .map((action) => [
      action.kind === 'switch-over'
        ? `${action.replica} for ${action.primary}`
        : `${action.node} to ${action.primary}`,
      action.reason,
    ])
}
