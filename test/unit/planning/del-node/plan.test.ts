import {expect} from 'chai'
import {ClusterToolError} from '../../../../src/domain/errors.js'
import {planDelNode} from '../../../../src/planning/del-node/plan.js'
import {refuseRemoval} from '../../../../src/planning/del-node/refusals.js'
import {findNode} from '../../../../src/planning/find-node.js'
import type {ClusterSnapshot} from '../../../../src/domain/snapshot.js'
import {id, snapshot} from '../../../support/snapshot.js'

function addressOf({nodes}: ClusterSnapshot, name: string): string {
  return nodes.find((node) => node.id === id(name))?.address ?? ''
}

const NONE = {steps: [], warnings: []}

describe('[U] planDelNode', () => {
  const cluster = snapshot(`
    a 0-8191
    b 8192-16383
    c replica of a
    d replica of b
    e replica of b
    f
  `)
  const bare = (...names: string[]) => {
    const leaving = names.map((name) => findNode(cluster, addressOf(cluster, name)))
    const {cautions} = planDelNode(cluster, leaving, NONE)
    return cautions?.filter(({code}) => code === 'no-replica-left').map(({message}) => message)
  }

  it('warns of a primary that keeps no replica, by name', () => {
    expect(bare('c')).to.deep.equal([
      `${addressOf(cluster, 'a')} will have no replica. If it fails, its keys are lost.`,
    ])
    expect(bare('c', 'd', 'e')?.[0]).to.match(/^\S+, \S+ will have no replica/)
  })

  it('does not warn if one stays, or there was none, or a replica of a removed primary replaces it', () => {
    expect(bare('d')).to.deep.equal([])
    expect(bare('f')).to.deep.equal([])
    expect(bare('b', 'c')).to.deep.equal([])
  })
})

describe('[U] refuseRemoval', () => {
  const cluster = snapshot('a 0-8191\nb 8192-16383 down\nc')
  const refusal = (name: string, slotsFirst: boolean, of = cluster) => {
    try {
      refuseRemoval(of, [findNode(of, addressOf(of, name))], {drain: false, slotsFirst})
      return undefined
    } catch (error) {
      if (error instanceof ClusterToolError) return error.message
      throw error
    }
  }

  it('says first that a node with slots is not empty, if that is asked for', () => {
    const words = (name: string) =>
      `[ERR] Node ${addressOf(cluster, name)} is not empty! Reshard data away and try again.`
    expect(refusal('b', true)).to.equal(words('b'))
    expect(refusal('b', false)).to.match(/does not answer\. The other nodes say that it owns slots/)
    const lone = snapshot('a 0-16383')
    expect(refusal('a', true, lone)).to.match(/^\[ERR\] Node .* is not empty!/)
    expect(refusal('a', false, lone)).to.match(/^No reachable primary would be left/)
    expect(refusal('c', true)).to.equal(undefined)
  })
})
