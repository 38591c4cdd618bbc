import {expect} from 'chai'
import {checkNodeFlags, checkUnreachable} from '../../../src/checks/node-flags.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkNodeFlags', () => {
  it('finds nothing without flags, and nothing in nofailover', () => {
    expect(checkNodeFlags(snapshot('a\nb nofailover\nc down'))).to.deep.equal([])
  })

  const codes = [
    ['fail', 'node-failed'],
    ['fail?', 'node-suspected'],
    ['handshake', 'node-handshake'],
    ['noaddr', 'node-without-address'],
  ] as const
  for (const [flag, code] of codes) {
    it(`reports ${code} with the nodes that say so`, () => {
      const cluster = snapshot('a\nb\nc\nd', {views: {a: `d ${flag}`, c: `d ${flag}`}})
      expect(withNames(checkNodeFlags(cluster))).to.deep.equal([
        {
          code,
          nodes: ['d'],
          ranges: [],
          seenBy: ['a', 'c'],
          ...(code === 'node-failed' && {answers: true}),
        },
      ])
    })
  }

  it('does not suspect a node that others flag as failed', () => {
    const cluster = snapshot('a\nb\nc down', {views: {a: 'c fail', b: 'c fail?'}})
    expect(withNames(checkNodeFlags(cluster))).to.deep.equal([
      {code: 'node-failed', nodes: ['c'], ranges: [], seenBy: ['a']},
    ])
  })

  it('does not suspect a node that has both flags either', () => {
    const cluster = snapshot('a\nb down fail', {nodes: {b: {flags: ['fail?', 'fail']}}})
    expect(checkNodeFlags(cluster).map(({code}) => code)).to.deep.equal(['node-failed'])
  })

  it('reports a failed node without an address as both', () => {
    const cluster = snapshot('a\nb down fail noaddr')
    expect(checkNodeFlags(cluster).map(({code}) => code)).to.deep.equal([
      'node-failed',
      'node-without-address',
    ])
  })
})

describe('[U] checkUnreachable', () => {
  it('reports why a node could not be read', () => {
    const cluster = snapshot('a\nb down', {nodes: {b: {unreachableBecause: 'timed out'}}})
    expect(withNames(checkUnreachable(cluster))).to.deep.equal([
      {code: 'node-unreachable', nodes: ['b'], ranges: [], reason: 'timed out'},
    ])
  })

  it('ignores a node with a flag that says more', () => {
    for (const flag of ['fail', 'fail?', 'handshake', 'noaddr']) {
      expect(checkUnreachable(snapshot(`a\nb down ${flag}`)), flag).to.deep.equal([])
    }
  })

  it('does not ignore a node with the flag nofailover', () => {
    expect(checkUnreachable(snapshot('a\nb down nofailover'))).to.have.length(1)
  })

  it('finds nothing when all answer or are loading', () => {
    expect(checkUnreachable(snapshot('a\nb down loading'))).to.deep.equal([])
  })
})
