import {expect} from 'chai'
import type {NodeId, OpenSlot} from '../../../../../src/domain/node.js'
import {trustBefore} from '../../../../../src/execution/move/by-keys/trust.js'

const [S, T, U] = ['s', 't', 'u'] as [NodeId, NodeId, NodeId]

function mark(slot: number, direction: OpenSlot['direction'], peer: NodeId): OpenSlot {
  return {slot, direction, peer}
}

function trust(source: readonly OpenSlot[], target: readonly OpenSlot[], vouched = true) {
  const found = trustBefore({id: S, openSlots: source}, {id: T, openSlots: target}, {vouched})
  return Object.fromEntries(found)
}

describe('[U] trust in the copies of the owner', () => {
  it('exists if both ends have the marks of this very move', () => {
    expect(trust([mark(5, 'migrating', T)], [mark(5, 'importing', S)])).to.deep.equal({5: 'marked'})
  })

  it('does not exist with a mark on one end only, or of a move to another node', () => {
    expect(trust([mark(5, 'migrating', T)], [])).to.deep.equal({5: 'unknown'})
    expect(trust([], [mark(5, 'importing', S)])).to.deep.equal({5: 'unknown'})
    expect(trust([mark(5, 'migrating', U)], [mark(5, 'importing', S)])).to.deep.equal({5: 'unknown'})
    expect(trust([mark(5, 'migrating', T)], [mark(5, 'importing', U)])).to.deep.equal({5: 'unknown'})
    expect(trust([mark(5, 'importing', T)], [mark(5, 'migrating', S)])).to.deep.equal({5: 'unknown'})
  })

  it('does not exist if no journal vouches for the marks', () => {
    expect(trust([mark(5, 'migrating', T)], [mark(5, 'importing', S)], false)).to.deep.equal({5: 'unknown'})
  })

  it('is not defined for slots that are not open yet', () => {
    expect(trust([], [])).to.deep.equal({})
  })
})
