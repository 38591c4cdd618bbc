import {expect} from 'chai'
import {placementOf} from '../../../../src/domain/placement.js'
import {auditPlacement, countVotes, kindsFor} from '../../../../src/planning/spread/audit.js'
import {id, snapshot, withNames} from '../../../support/snapshot.js'

describe('[U] auditPlacement', () => {
  it('says for each zone and host which shards and whether the majority would be lost', () => {
    const given = placementOf(
      snapshot(`
        a 0-99 host=h1 zone=east
        b 100-199 host=h2 zone=east
        c 200-16383 host=h10 zone=west
        d replica of a host=h2 zone=east
        e replica of b host=h10 zone=west
        f replica of c host=h10 zone=west
      `),
    )
    const audit = auditPlacement(given, ['zone', 'host'])
    expect(withNames(audit)).to.deep.equal({
      kinds: ['zone', 'host'],
      losses: [
        {place: {kind: 'zone', name: 'east'}, nodes: 3, primaries: 2, lost: ['a'], losesMajority: true},
        {place: {kind: 'zone', name: 'west'}, nodes: 3, primaries: 1, lost: ['c'], losesMajority: false},
        {place: {kind: 'host', name: 'h1'}, nodes: 1, primaries: 1, lost: [], losesMajority: false},
        {place: {kind: 'host', name: 'h2'}, nodes: 2, primaries: 1, lost: [], losesMajority: false},
        {place: {kind: 'host', name: 'h10'}, nodes: 3, primaries: 1, lost: ['c'], losesMajority: false},
      ],
      votes: {total: 3, alive: 3, needed: 2, spare: 1},
      withoutZone: [],
      withoutCopy: [],
    })
  })

  it('counts no replica that is not synced as a copy', () => {
    for (const state of ['link=down', 'syncing', 'down', 'fail', 'loading']) {
      const given = placementOf(snapshot(`a 0-16383 host=h1\nb replica of a host=h2 ${state}`))
      const lost = auditPlacement(given, ['host']).losses.flatMap(({lost}) => lost)
      expect(lost, state).to.deep.equal([id('a')])
    }
    const synced = placementOf(snapshot('a 0-16383 host=h1\nb replica of a host=h2'))
    expect(auditPlacement(synced, ['host']).losses.flatMap(({lost}) => lost)).to.deep.equal([])
  })

  it('counts only primaries with slots as votes, and dead ones as lost', () => {
    const given = placementOf(snapshot('a 0-99\nb 100-199 down\nc 200-16383\nd'))
    expect(countVotes(given)).to.deep.equal({total: 3, alive: 2, needed: 2, spare: 0})
    const audit = auditPlacement(given, ['host'])
    expect(audit.losses.map(({primaries, losesMajority}) => [primaries, losesMajority])).to.deep.equal([
      [1, true],
      [0, false],
      [1, true],
      [0, false],
    ])
    expect(audit.withoutCopy).to.deep.equal([id('b')])
  })

  it('names nodes without a zone, and no place that nobody knows', () => {
    const given = placementOf(snapshot('a 0-16383 zone=east\nb replica of a zone=', {nodes: {b: {host: ''}}}))
    const audit = auditPlacement(given, ['zone', 'host'])
    expect(audit.losses.map(({place}) => place.name)).to.deep.equal(['east', '10.0.0.1'])
    expect(audit.withoutZone).to.deep.equal([id('b')])
    expect(auditPlacement(given, ['host']).withoutZone).to.deep.equal([])
  })
})

describe('[U] kindsFor', () => {
  it('looks at zones if a node has one, unless it is told otherwise', () => {
    const zoned = placementOf(snapshot('a 0-16383\nb replica of a zone=east'))
    const plain = placementOf(snapshot('a 0-16383\nb replica of a'))
    expect([kindsFor(zoned), kindsFor(plain)]).to.deep.equal([['zone', 'host'], ['host']])
    expect([kindsFor(zoned, 'hosts'), kindsFor(plain, 'zones')]).to.deep.equal([['host'], ['zone', 'host']])
  })
})
