import {expect} from 'chai'
import type {NodeId} from '../../../../src/domain/node.js'
import {planReplicate} from '../../../../src/planning/replicate/wish.js'
import {placement} from '../spread/clusters.js'

describe('[U] planReplicate', () => {
  it('makes a replica follow another primary', () => {
    expect(wish('5 a b c\n9 d/x', 'n1 n3')).to.deep.equal({
      problems: [],
      action: {
        kind: 'replicate',
        node: 'n1',
        from: 'n0',
        primary: 'n3',
        bytes: 9,
        reason: {code: 'wanted'},
      },
      shares: undefined,
    })
  })

  it('makes a primary without slots a replica, unless it has replicas', () => {
    expect(wish('x a\n9 b', 'n0 n1').action).to.deep.include({node: 'n0', from: undefined, bytes: 9})
    expect(wish('x a c\n9 b', 'n0 n2').problems).to.deep.equal([
      {code: 'has-replicas', node: 'n0', replicas: ['n1']},
    ])
  })

  it('has nothing to do for a node that follows the primary already', () => {
    expect(wish('5 a b\n9 c', 'n1 n0')).to.deep.equal({problems: [], action: undefined, shares: undefined})
  })

  it('never takes the last copy beside a primary, except of a shard without slots', () => {
    expect(wish('5 a b\n9 c', 'n1 n2').problems).to.deep.equal([
      {code: 'last-copy', node: 'n1', primary: 'n0'},
    ])
    expect(wish('5 a b c!\n9 c', 'n1 n3').problems).to.have.lengthOf(1)
    expect(wish('x a b\n9 c', 'n1 n2').problems).to.deep.equal([])
  })

  it('lets a replica leave that is no copy', () => {
    const given = placement('5 a b!\n9 c')
    const answering = {...given, seats: given.seats.map((seat) => ({...seat, answers: true}))}
    expect(planReplicate(answering, 'n1' as NodeId, 'n2' as NodeId).problems).to.deep.equal([])
  })

  it('reports all problems at once', () => {
    expect(wish('5 a! b\n9 c d!', 'n0 n3').problems).to.deep.equal([
      {code: 'no-answer', node: 'n0'},
      {code: 'no-answer', node: 'n3'},
      {code: 'not-primary', node: 'n3'},
      {code: 'owns-slots', node: 'n0'},
    ])
  })

  it('says which place the node shares with the primary', () => {
    expect(wish('5 a/x b/x c/x\n9 b/y', 'n1 n3').shares).to.deep.equal({kind: 'host', name: 'b'})
    expect(wish('5 a/x b/y c/x\n9 d/y', 'n1 n3').shares).to.deep.equal({kind: 'zone', name: 'y'})
  })

  it('throws RangeError for a node that is not there', () => {
    expect(() => wish('5 a b', 'n1 n7')).to.throw(RangeError)
  })
})

function wish(text: string, nodes: string) {
  const [node, primary] = nodes.split(' ') as [NodeId, NodeId]
  return planReplicate(placement(text), node, primary)
}
