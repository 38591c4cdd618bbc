import {expect} from 'chai'
import {planLayout} from '../../../../src/planning/create/layout.js'
import {layoutWarnings} from '../../../../src/planning/create/warnings.js'
import {candidates} from './layouts.js'

describe('[U] layoutWarnings', () => {
  it('has none for a perfect layout', () => {
    expect(warningsFor('a/x a/x b/y b/y c/z c/z', 1)).to.deep.equal([])
  })

  it('says once that all nodes are on one host', () => {
    expect(warningsFor('a a a a a a', 1)).to.deep.equal([
      {
        code: 'replica-beside-primary',
        nodes: ['n4', 'n5', 'n3'],
        ranges: [],
        place: {kind: 'host', name: 'a'},
      },
    ])
  })

  it('says that all primaries are on one host when there are no replicas', () => {
    expect(warningsFor('a a a', 0)).to.deep.equal([
      {
        code: 'majority-in-one-place',
        nodes: ['n0', 'n1', 'n2'],
        ranges: [],
        place: {kind: 'host', name: 'a'},
        total: 3,
      },
    ])
  })

  it('says once that all nodes are in one zone', () => {
    expect(warningsFor('a/x b/x c/x d/x e/x f/x', 1).map(({code, place}) => [code, place])).to.deep.equal([
      ['replica-beside-primary', {kind: 'zone', name: 'x'}],
    ])
  })

  it('names the replica on the crowded host and the majority there', () => {
    const warnings = warningsFor('a a a a b b', 1)
    expect(warnings.map(({code, nodes, place}) => [code, nodes.length, place.name])).to.deep.equal([
      ['replica-beside-primary', 1, 'a'],
      ['majority-in-one-place', 2, 'a'],
    ])
  })

  it("names a replica on its primary's host by the host, not by the zone", () => {
    const warnings = warningsFor('a/x a/x a/x a/x b/y c/y', 1)
    expect(
      warnings.filter(({code}) => code === 'replica-beside-primary').map(({place}) => place),
    ).to.deep.equal([{kind: 'host', name: 'a'}])
  })

  it('names a zone with a majority if none of its hosts has a majority', () => {
    const [, ...rest] = warningsFor('a/x b/x c/x d/x e/x f/y', 1)
    expect(rest.map(({code, place}) => [code, place])).to.deep.equal([
      ['majority-in-one-place', {kind: 'zone', name: 'x'}],
    ])
  })

  it('does not name the zone of a host that has the majority alone', () => {
    expect(warningsFor('a/x a/x a/x b/y', 0).map(({place}) => place.kind)).to.deep.equal(['host'])
  })

  it('does not call half of the primaries a majority', () => {
    expect(warningsFor('a a b b', 0)).to.deep.equal([])
  })

  it('does not call a lone primary a majority', () => {
    expect(warningsFor('a b', 1)).to.deep.equal([])
  })
})

function warningsFor(hosts: string, replicas: number) {
  return layoutWarnings(planLayout(candidates(hosts), replicas)).map((finding) => {
    if (!('place' in finding)) throw new Error(`unexpected finding ${finding.code}`)
    return finding
  })
}
