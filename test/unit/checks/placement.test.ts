import {expect} from 'chai'
import {checkMajority, checkReplicaPlaces} from '../../../src/checks/placement.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkReplicaPlaces', () => {
  it('finds nothing when replicas are in other places', () => {
    const cluster = snapshot(`
      a 0-9 host=h1 zone=east
      b 10-19 host=h2 zone=west
      c replica of a host=h2 zone=west
      d replica of b host=h1 zone=east
    `)
    expect(checkReplicaPlaces(cluster)).to.deep.equal([])
  })

  it('gives one finding per place with all its replicas', () => {
    const cluster = snapshot(`
      a 0-9 host=h1
      b 10-19 host=h1
      c 20-29 host=h2
      d replica of c host=h2
      e replica of b host=h1
      f replica of a host=h1
    `)
    expect(withNames(checkReplicaPlaces(cluster))).to.deep.equal([
      {code: 'replica-beside-primary', nodes: ['d'], ranges: [], place: {kind: 'host', name: 'h2'}},
      {code: 'replica-beside-primary', nodes: ['e', 'f'], ranges: [], place: {kind: 'host', name: 'h1'}},
    ])
  })

  it('reports the zone of a replica that is on another host', () => {
    const cluster = snapshot(`
      a 0-9 host=h1 zone=east
      b replica of a host=h2 zone=east
      c replica of a host=h1 zone=east
    `)
    expect(withNames(checkReplicaPlaces(cluster))).to.deep.equal([
      {code: 'replica-beside-primary', nodes: ['b'], ranges: [], place: {kind: 'zone', name: 'east'}},
      {code: 'replica-beside-primary', nodes: ['c'], ranges: [], place: {kind: 'host', name: 'h1'}},
    ])
  })

  it('does not consider two unknown places the same', () => {
    for (const host of ['', '?']) {
      const cluster = snapshot(`a 0-9 zone=\nb replica of a zone=`, {nodes: {a: {host}, b: {host}}})
      expect(checkReplicaPlaces(cluster), host).to.deep.equal([])
    }
  })
})

describe('[U] checkMajority', () => {
  it('finds nothing when no host has more than half of the primaries', () => {
    expect(
      checkMajority(snapshot('a 0-9 host=h1\nb 10-19 host=h1\nc 20 host=h2\nd 21 host=h3')),
    ).to.deep.equal([])
  })

  it('reports the host with more than half of the primaries, and their number', () => {
    const cluster = snapshot('a 0-9 host=h1\nb 10-19 host=h2\nc 20-29 host=h1')
    expect(withNames(checkMajority(cluster))).to.deep.equal([
      {
        code: 'majority-in-one-place',
        nodes: ['a', 'c'],
        ranges: [],
        place: {kind: 'host', name: 'h1'},
        total: 3,
      },
    ])
  })

  it('counts only primaries that own slots, because only these vote', () => {
    const cluster = snapshot('a 0-9 host=h1\nb host=h1\nc replica of a host=h1\nd 10-19 host=h2')
    expect(checkMajority(cluster)).to.deep.equal([])
  })

  it('finds nothing when there is only one primary', () => {
    expect(checkMajority(snapshot('a 0-16383 host=h1\nb replica of a host=h1'))).to.deep.equal([])
  })

  it('reports a zone that contains several hosts', () => {
    const cluster = snapshot('a 0 host=h1 zone=east\nb 1 host=h2 zone=east\nc 2 host=h3 zone=west')
    expect(checkMajority(cluster).map((finding) => withNames({...finding}))).to.deep.equal([
      {
        code: 'majority-in-one-place',
        nodes: ['a', 'b'],
        ranges: [],
        place: {kind: 'zone', name: 'east'},
        total: 3,
      },
    ])
  })

  it('reports a zone in addition to a host only if it contains more primaries', () => {
    const same = snapshot('a 0 host=h1 zone=east\nb 1 host=h1 zone=east')
    expect(places(same)).to.deep.equal(['host h1'])
    const more = snapshot('a 0 host=h1 zone=east\nb 1 host=h1 zone=east\nc 2 host=h2 zone=east')
    expect(places(more)).to.deep.equal(['host h1', 'zone east'])
  })

  it('does not consider unknown zones or hosts the same place', () => {
    const cluster = snapshot('a 0 zone=\nb 1 zone=\nc 2 zone=', {nodes: {a: {host: '?'}, b: {host: '?'}}})
    expect(places(cluster)).to.deep.equal([])
  })
})

function places(cluster: ReturnType<typeof snapshot>): string[] {
  return checkMajority(cluster).flatMap((finding) =>
    finding.code === 'majority-in-one-place' ? [`${finding.place.kind} ${finding.place.name}`] : [],
  )
}
