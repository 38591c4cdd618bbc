import {expect} from 'chai'
import type {NodeId} from '../../../src/domain/node.js'
import type {Step} from '../../../src/domain/step.js'
import {isOfCluster} from '../../../src/planning/same-cluster.js'
import {id, snapshot} from '../../support/snapshot.js'
import {facts, move, operation} from './operation-fixture.js'

const ids = (names: string) => names.split('').map((name) => id(name))
const nodesOf = (names: string) => ids(names).map((node) => facts(node))
const delNode = (node: NodeId): Step[] => [
  {kind: 'forget', node, by: ids('ab')},
  {kind: 'reset', node},
]
const clusterOf = (names: string) =>
  snapshot(
    names
      .split('')
      .map((name, at) => `${name} ${at}`)
      .join('\n'),
  )

describe('[U] whether an operation belongs to this cluster', () => {
  const removal = operation('del-node', delNode(id('d')), {nodes: nodesOf('abcd')})
  const addition = operation('add-node', [{kind: 'meet', nodes: ids('abd')}], {
    nodes: nodesOf('ab'),
    joining: ids('d'),
  })
  const create = operation('create', [{kind: 'meet', nodes: ids('abc')}], {nodes: [], joining: ids('abc')})

  it('is true if most of its nodes are here, or most nodes here are its nodes', () => {
    expect(isOfCluster(removal, clusterOf('abc'))).to.equal(true)
    expect(isOfCluster(removal, clusterOf('abcefghij'))).to.equal(true)
    expect(isOfCluster(operation('fix', [], {nodes: nodesOf('abcdefghi')}), clusterOf('abc'))).to.equal(true)
    expect(isOfCluster(addition, clusterOf('ab'))).to.equal(true)
    expect(isOfCluster(addition, clusterOf('abd'))).to.equal(true)
  })

  it('is true if the ends of its moves are here, whichever other nodes have been replaced', () => {
    const reshard = operation('reshard', [move(id('a'), id('b'), 0, 9)], {nodes: nodesOf('abcdef')})
    expect(isOfCluster(reshard, clusterOf('abghij'))).to.equal(true)
  })

  it('is false for a node that was removed and is in another cluster, or in none', () => {
    expect(isOfCluster(removal, clusterOf('def'))).to.equal(false)
    expect(isOfCluster(removal, clusterOf('d'))).to.equal(false)
    expect(isOfCluster(addition, clusterOf('def'))).to.equal(false)
    expect(
      isOfCluster(
        operation('reshard', [move(id('a'), id('d'), 0, 9)], {nodes: nodesOf('abcd')}),
        clusterOf('def'),
      ),
    ).to.equal(false)
  })

  it('is true for a create whose nodes know no other nodes yet', () => {
    expect(isOfCluster(create, clusterOf('a'))).to.equal(true)
    expect(isOfCluster(create, clusterOf('aef'))).to.equal(false)
  })
})
