import {expect} from 'chai'
import {ClusterToolError} from '../../../../src/domain/errors.js'
import {choosePairs, type FailoverWish} from '../../../../src/planning/failover/pairs.js'
import {nameOf, snapshot} from '../../../support/snapshot.js'

const CLUSTER = snapshot(`
  a 0-8191 host=h1
  b 8192-16383 host=h2
  c replica of a host=h3
  d replica of a host=h1
  e replica of b host=h1
  f host=h1
`)
const NOTHING: FailoverWish = {replicas: [], of: [], host: undefined}

function choose(wish: Partial<FailoverWish>, cluster = CLUSTER): string[] {
  const byName = new Map(cluster.nodes.map(({id, address}) => [nameOf(id), address]))
  const named = (names: readonly string[] = []) => names.map((name) => byName.get(name) ?? name)
  const typed = {...NOTHING, ...wish, replicas: named(wish.replicas), of: named(wish.of)}
  return choosePairs(cluster, typed).map(
    ({replica, primary}) => `${nameOf(replica.id)}>${nameOf(primary.id)}`,
  )
}

function refusal(wish: Partial<FailoverWish>, cluster = CLUSTER): string {
  try {
    return choose(wish, cluster).join()
  } catch (error) {
    if (error instanceof ClusterToolError) return `${error.code}: ${error.message} ${error.hints.join()}`
    throw error
  }
}

describe('[U] choosePairs', () => {
  it('takes replicas as they are named, and finds the best ones of primaries', () => {
    expect(choose({replicas: ['d', 'e']})).to.deep.equal(['d>a', 'e>b'])
    expect(choose({of: ['b', 'a']})).to.deep.equal(['e>b', 'c>a'])
    expect(choose({replicas: ['c'], of: ['a']})).to.deep.equal(['c>a'])
  })

  it('empties a host: primaries with slots, and replicas elsewhere', () => {
    expect(choose({host: 'h1'})).to.deep.equal(['c>a'])
    expect(choose({host: 'h2'})).to.deep.equal(['e>b'])
    expect(choose({host: 'h3'})).to.deep.equal([])
    expect(refusal({host: 'h9'})).to.equal(
      'USAGE: No node of this cluster is on the host h9. Hosts: h1, h2, h3',
    )
  })

  it('refuses a primary as a replica, two replicas of one primary, and a primary without another replica', () => {
    expect(refusal({replicas: ['a']})).to.match(
      /^USAGE: \S+ is a primary already\. .*name a replica: \S+ \S+$/,
    )
    expect(refusal({replicas: ['f']})).to.match(/^USAGE: \S+ is a primary already\. It has no replica\.$/)
    expect(refusal({replicas: ['c', 'd']})).to.match(/^USAGE: \S+ and \S+ are replicas of \S+; only one/)
    expect(refusal({of: ['f']})).to.match(/^REFUSED: \S+ has no replica that could take its place/)
    const lone = snapshot('a 0-16383 host=h1\nb replica of a host=h1')
    expect(refusal({host: 'h1'}, lone)).to.match(/^REFUSED: \S+ has no replica on another host that/)
    expect(refusal({replicas: ['x']})).to.match(/^USAGE: "x" is not a node/)
  })
})

describe('[U] bestReplica', () => {
  const best = (lines: string) => choose({of: ['a']}, snapshot(`a 0-16383 zone=z1\n${lines}`)).join()

  it('prefers data, then a link, then consent, then offset without links, then the zone, then the id', () => {
    expect(best('b replica of a syncing\nc replica of a link=down')).to.equal('c>a')
    expect(best('b replica of a link=down offset=9000\nc replica of a offset=5')).to.equal('c>a')
    expect(best('b replica of a nofailover\nc replica of a')).to.equal('c>a')
    expect(best('b replica of a link=down offset=8\nc replica of a link=down offset=9')).to.equal('c>a')
    expect(best('b replica of a zone=z2\nc replica of a zone=z1')).to.equal('c>a')
    expect(best('c replica of a\nb replica of a offset=5')).to.equal('b>a')
    expect(best('b replica of a down\nc replica of a link=down')).to.equal('c>a')
  })
})
