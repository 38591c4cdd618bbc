import {expect} from 'chai'
import {checkClaims} from '../../../src/checks/claims.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkClaims', () => {
  it('finds nothing when each slot has one claimant', () => {
    expect(checkClaims(snapshot('a 0-8191\nb 8192-16383'))).to.deep.equal([])
  })

  it('gives one finding for each set of claimants', () => {
    const cluster = snapshot('a 0-10,20\nb 5-15\nc 10,20-30')
    expect(withNames(checkClaims(cluster))).to.deep.equal([
      {code: 'slots-claimed-twice', nodes: ['a', 'b'], ranges: [{start: 5, end: 9}]},
      {code: 'slots-claimed-twice', nodes: ['a', 'b', 'c'], ranges: [{start: 10, end: 10}]},
      {code: 'slots-claimed-twice', nodes: ['a', 'c'], ranges: [{start: 20, end: 20}]},
    ])
  })

  it('counts only what reachable primaries say about themselves', () => {
    expect(checkClaims(snapshot('a 0-10\nb 0-10 down'))).to.deep.equal([])
    expect(checkClaims(snapshot('a 0-10\nb replica of a 0-10'))).to.deep.equal([])
    expect(checkClaims(snapshot('a 0-10\nb', {views: {a: 'b 0-10'}}))).to.deep.equal([])
  })
})
