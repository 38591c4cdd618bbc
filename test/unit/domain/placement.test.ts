import {expect} from 'chai'
import {placementOf} from '../../../src/domain/placement.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] placementOf', () => {
  const cluster = snapshot(`
    a 0-99 host=h1 zone=east memory=500
    b host=h2 memory=70
    c replica of a host=h2 nofailover
    d replica of b host=h3
    e replica of nobody host=h3
  `)

  it('has shards with what a full sync sends, and whether they own slots', () => {
    expect(withNames(placementOf(cluster).shards)).to.deep.equal([
      {primary: 'a', ownsSlots: true, bytes: 500},
      {primary: 'b', ownsSlots: false, bytes: 70},
    ])
  })

  it('has a seat for each node', () => {
    const seats = placementOf(cluster).seats.map(({host, zone, role, shard, synced, mayLead}) =>
      [host, zone, role, shard, synced, mayLead].join(),
    )
    expect(seats).to.deep.equal([
      'h1,east,primary,0,true,true',
      'h2,,primary,1,true,true',
      'h2,,replica,0,true,false',
      'h3,,replica,1,true,true',
      'h3,,replica,,false,true',
    ])
  })

  it('asks for the zone of each node', () => {
    const {seats} = placementOf(cluster, ({host}) => (host === 'h3' ? 'south' : undefined))
    expect(seats.map(({zone}) => zone)).to.deep.equal([undefined, undefined, undefined, 'south', 'south'])
  })

  it('has no synced replica of a primary that does not answer, and none without INFO', () => {
    const dead = placementOf(snapshot('a 0-16383 down\nb replica of a'))
    expect(dead.seats.map(({answers, synced}) => [answers, synced])).to.deep.equal([
      [false, false],
      [true, false],
    ])
    const blind = placementOf(snapshot('a 0-16383\nb replica of a', {nodes: {b: {info: undefined}}}))
    expect(blind.seats.map(({synced}) => synced)).to.deep.equal([true, false])
  })

  it('knows no shard of a replica that follows a replica', () => {
    const {seats} = placementOf(snapshot('a 0-16383\nb replica of a\nc replica of b'))
    expect(seats.map(({shard, synced}) => [shard, synced])).to.deep.equal([
      [0, true],
      [0, true],
      [undefined, false],
    ])
  })
})
