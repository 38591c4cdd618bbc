import {expect} from 'chai'
import {isSameCluster, wasRemoved} from '../../../src/domain/same-cluster.js'
import type {ClusterSnapshot} from '../../../src/domain/snapshot.js'
import {id} from '../../support/snapshot.js'

/** Only the ids and slots of nodes count. */
function clusterOf(names: string): ClusterSnapshot {
  const nodes = names.split(' ').map((name) => ({id: id(name), slots: []}))
  return {nodes} as unknown as ClusterSnapshot
}

describe('[U] a cluster that is read again', () => {
  it('is the same if it grew or shrank, however much', () => {
    expect(isSameCluster(clusterOf('a'), clusterOf('a b c d e f'))).to.equal(true)
    expect(isSameCluster(clusterOf('a b c'), clusterOf('a b c d e f g h'))).to.equal(true)
    expect(isSameCluster(clusterOf('a b c d e f'), clusterOf('a b'))).to.equal(true)
  })

  it('is another one if a single node of before is in it', () => {
    expect(isSameCluster(clusterOf('a b c'), clusterOf('a x y z'))).to.equal(false)
    expect(isSameCluster(clusterOf('a b'), clusterOf('b x y'))).to.equal(false)
  })

  it('was left by a node that knows only itself and owns nothing', () => {
    expect(wasRemoved(clusterOf('a b c'), clusterOf('a'))).to.equal(true)
    expect(wasRemoved(clusterOf('a'), clusterOf('a'))).to.equal(false)
  })
})
