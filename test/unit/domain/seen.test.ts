import {expect} from 'chai'
import type {NodeId} from '../../../src/domain/node.js'
import {seenNear, seenNodes, type SeenOperation} from '../../../src/domain/seen.js'

/** An operation on nodes with ids of one letter, whose addresses are `letter:1`. */
function operation(id: string, letters: string): SeenOperation {
  const nodes = letters.split('').map((letter) => ({
    id: letter as NodeId,
    address: `${letter}:1`,
    role: undefined,
  }))
  return {id, command: 'reshard', status: 'done', nodes}
}

const NEWEST_FIRST = [
  operation('4', 'abd'),
  operation('3', 'xy'),
  operation('2', 'abc'),
  operation('1', 'xz'),
]

function ids(operations: readonly SeenOperation[]): string {
  return operations.map(({id}) => id).join(' ')
}

describe('[U] operations that were seen', () => {
  it('are those of the cluster that has one of the addresses', () => {
    expect(ids(seenNear(NEWEST_FIRST, ['nowhere:1', 'a:1']))).to.equal('4 2')
    expect(ids(seenNear(NEWEST_FIRST, ['x:1']))).to.equal('3 1')
  })

  it('are all, if no cluster is known to have an address', () => {
    expect(ids(seenNear(NEWEST_FIRST, ['nowhere:1']))).to.equal('4 3 2 1')
    expect(ids(seenNear(NEWEST_FIRST, []))).to.equal('4 3 2 1')
  })

  it('name the nodes of each cluster as the newest of them does', () => {
    expect(
      seenNodes(NEWEST_FIRST)
        .map(({id}) => id)
        .join(''),
    ).to.equal('abdxy')
  })
})
