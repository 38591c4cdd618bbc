import {expect} from 'chai'
import {checkReplicationLag, checkReplicationLinks} from '../../../src/checks/replication.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkReplicationLinks', () => {
  it('reports a link that is down, and for how long', () => {
    const cluster = snapshot('a 0-9\nb replica of a link=down downfor=30')
    expect(withNames(checkReplicationLinks(cluster))).to.deep.equal([
      {code: 'replication-broken', nodes: ['b'], ranges: [], primary: 'a', downSeconds: 30},
    ])
  })

  it('finds nothing while the replica syncs', () => {
    expect(checkReplicationLinks(snapshot('a 0-9\nb replica of a link=down syncing'))).to.deep.equal([])
  })

  it('finds nothing while the primary gets a copy ready for it', () => {
    const {nodes, ...rest} = snapshot('a 0-9\nb replica of a link=down\nc replica of a link=down')
    const [a, b] = nodes
    if (!a?.info || !b) throw new Error('no such nodes')
    const replication = {...a.info.replication, awaiting: [`${b.host}:${b.port}`]}
    const informed = nodes.map((node) => (node === a ? {...a, info: {...a.info!, replication}} : node))
    const found = checkReplicationLinks({...rest, nodes: informed})
    expect(withNames(found)).to.have.nested.property('[0].nodes[0]', 'c')
    expect(found).to.have.length(1)
  })

  it('finds nothing wrong with links that are up, primaries, and nodes without INFO', () => {
    const cluster = snapshot('a 0-9\nb replica of a\nc replica of a down\nd replica of a link=down', {
      nodes: {d: {info: undefined}},
    })
    expect(checkReplicationLinks(cluster)).to.deep.equal([])
  })

  it('finds nothing wrong with a replica that is already a primary according to INFO', () => {
    const {nodes, ...rest} = snapshot('a 0-9\nb replica of a')
    const info = nodes[0]?.info
    const promoted = nodes.map((node, index) => (index === 1 ? {...node, info} : node))
    expect(checkReplicationLinks({...rest, nodes: promoted})).to.deep.equal([])
  })
})

describe('[U] checkReplicationLag', () => {
  const MIB = 1_048_576

  it('finds nothing at the limits: 12 seconds, 1 MiB', () => {
    const cluster = snapshot(`a 0-9 offset=${MIB + 50}\nb replica of a io=12 offset=50`)
    expect(checkReplicationLag(cluster)).to.deep.equal([])
  })

  it('reports a silence of more than 12 seconds', () => {
    const cluster = snapshot('a 0-9 offset=70\nb replica of a io=13 offset=50')
    expect(withNames(checkReplicationLag(cluster))).to.deep.equal([
      {code: 'replication-lagging', nodes: ['b'], ranges: [], primary: 'a', bytes: 20, seconds: 13},
    ])
  })

  it('reports more than 1 MiB that is not processed yet', () => {
    const cluster = snapshot(`a 0-9 offset=${MIB + 51}\nb replica of a offset=50`)
    expect(withNames(checkReplicationLag(cluster))).to.deep.equal([
      {code: 'replication-lagging', nodes: ['b'], ranges: [], primary: 'a', bytes: MIB + 1, seconds: 1},
    ])
  })

  it('gives no number of bytes when the primary cannot be asked', () => {
    const cluster = snapshot('a 0-9 offset=99999999 down\nb replica of a io=40 offset=50')
    expect(withNames(checkReplicationLag(cluster))).to.deep.equal([
      {code: 'replication-lagging', nodes: ['b'], ranges: [], primary: 'a', bytes: undefined, seconds: 40},
    ])
  })

  it('never reports a negative lag, such as when the replica was read after the primary', () => {
    const cluster = snapshot('a 0-9 offset=70\nb replica of a io=13 offset=90')
    expect(checkReplicationLag(cluster)[0]).to.include({bytes: 0})
  })

  it('leaves links that are down to checkReplicationLinks', () => {
    expect(checkReplicationLag(snapshot('a 0-9\nb replica of a link=down io=99'))).to.deep.equal([])
  })
})
