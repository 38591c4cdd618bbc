import {expect} from 'chai'
import {interleave} from '../../../../src/planning/create/interleave.js'
import {candidates} from './layouts.js'

function order(text: string): string {
  return interleave(candidates(text))
    .map(({id}) => id)
    .join(' ')
}

describe('[U] interleave', () => {
  it('takes one node of each host in turn, in the order in which they are given', () => {
    expect(order('a a a b c c')).to.equal('n0 n3 n4 n1 n5 n2')
  })

  it('takes one node of each zone in turn, and within a zone one of each host', () => {
    expect(order('a/x a/x b/x c/y d/y d/y')).to.equal('n0 n3 n2 n4 n1 n5')
  })

  it('counts a host without a zone as a zone, whatever zones are called', () => {
    expect(order('a/x b/x c c b')).to.equal('n0 n2 n4 n1 n3')
    expect(order('a/b a/b b b')).to.equal('n0 n2 n1 n3')
  })
})
