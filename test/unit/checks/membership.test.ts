import {expect} from 'chai'
import {checkMembership} from '../../../src/checks/membership.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkMembership', () => {
  it('finds nothing when every view has every node', () => {
    expect(checkMembership(snapshot('a\nb\nc down'))).to.deep.equal([])
  })

  it('names the node, and the nodes that do not know it', () => {
    const cluster = snapshot('a\nb\nc\nd down', {views: {a: 'd unknown', c: 'd unknown\nb unknown'}})
    expect(withNames(checkMembership(cluster))).to.deep.equal([
      {code: 'node-unknown', nodes: ['b'], ranges: [], unknownTo: ['c']},
      {code: 'node-unknown', nodes: ['d'], ranges: [], unknownTo: ['a', 'c']},
    ])
  })

  it('does not look at a node in handshake, whose id only one side knows', () => {
    const cluster = snapshot('a\nb\nc down handshake', {views: {b: 'c unknown'}})
    expect(checkMembership(cluster)).to.deep.equal([])
  })

  it('does not expect a node without a view to know others', () => {
    expect(checkMembership(snapshot('a\nb', {nodes: {b: {view: []}}}))).to.deep.equal([])
  })
})
