import {expect} from 'chai'
import {checkClusterState, checkLoading} from '../../../src/checks/node-state.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkClusterState', () => {
  it('puts all nodes that report fail into one finding', () => {
    const cluster = snapshot('a state=fail\nb\nc state=fail')
    expect(withNames(checkClusterState(cluster))).to.deep.equal([
      {code: 'cluster-state-fail', nodes: ['a', 'c'], ranges: []},
    ])
  })

  it('finds nothing when all nodes report ok, cannot be read, or refused CLUSTER INFO', () => {
    const cluster = snapshot('a\nb down\nc', {nodes: {c: {clusterInfo: undefined}}})
    expect(checkClusterState(cluster)).to.deep.equal([])
  })
})

describe('[U] checkLoading', () => {
  it('gives one finding per node that loads, whether its view can be read or not', () => {
    const cluster = snapshot('a\nb loading\nc down loading')
    expect(withNames(checkLoading(cluster))).to.deep.equal([
      {code: 'node-loading', nodes: ['b'], ranges: []},
      {code: 'node-loading', nodes: ['c'], ranges: []},
    ])
  })

  it('finds nothing when no node is loading', () => {
    expect(checkLoading(snapshot('a\nb down'))).to.deep.equal([])
  })
})
