import {expect} from 'chai'
import {checkAttachment, checkReplicas} from '../../../src/checks/attachment.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkAttachment', () => {
  it('finds nothing when replicas follow primaries, also one that is down', () => {
    expect(checkAttachment(snapshot('a 0-9\nb replica of a\nc 10-19 down\nd replica of c'))).to.deep.equal([])
  })

  it('reports a replica of a replica', () => {
    const cluster = snapshot('a 0-9\nb replica of a\nc replica of b')
    expect(withNames(checkAttachment(cluster))).to.deep.equal([
      {code: 'replica-of-replica', nodes: ['c'], ranges: [], primary: 'b'},
    ])
  })

  it('reports a replica of a node outside the cluster, or without a primary', () => {
    const cluster = snapshot('a 0-9\nb replica of z\nc replica')
    expect(withNames(checkAttachment(cluster))).to.deep.equal([
      {code: 'replica-of-unknown', nodes: ['b'], ranges: [], primary: 'z'},
      {code: 'replica-of-unknown', nodes: ['c'], ranges: [], primary: undefined},
    ])
  })

  it('does not judge a replica whose own view could not be read', () => {
    expect(checkAttachment(snapshot('a 0-9\nb replica of z down'))).to.deep.equal([])
  })
})

describe('[U] checkReplicas', () => {
  it('puts all primaries without a reachable replica into one finding', () => {
    const cluster = snapshot(`
      a 0-9
      b 10-19
      c replica of b
      d 20-29
      e replica of d down
    `)
    expect(withNames(checkReplicas(cluster))).to.deep.equal([
      {code: 'primary-without-replica', nodes: ['a', 'd'], ranges: []},
    ])
  })

  it('goes by the replica’s own word', () => {
    const cluster = snapshot('a 0-9\nb', {views: {a: 'b replica of a'}})
    expect(checkReplicas(cluster)).to.have.length(1)
  })

  it('does not require a replica of a primary without slots', () => {
    expect(checkReplicas(snapshot('a 0-9\nb replica of a\nc'))).to.deep.equal([])
  })
})
