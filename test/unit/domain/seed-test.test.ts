import {expect} from 'chai'
import {clustersOf, type SeedTest, seedsStatus} from '../../../src/domain/seed-test.js'
import {id} from '../../support/snapshot.js'

/** A seed that knows these nodes; none: it did not answer. */
function seed(address: string, members: string): SeedTest {
  const ids = members.split('').filter(Boolean).map(id)
  const [node] = ids
  const facts = {address, milliseconds: 1, tls: undefined}
  if (node === undefined) return {...facts, reason: 'gone'}
  const answer = {
    node,
    role: 'primary',
    version: '7.2.0',
    user: 'default',
    login: 'not-needed',
    clusterState: 'ok',
    members: ids,
  } as const
  return {...facts, answer}
}

describe('[U] seeds', () => {
  it('are of one cluster if they know nodes in common, also by way of others', () => {
    expect(clustersOf([seed('h:1', 'ab'), seed('h:2', 'cd'), seed('h:3', 'bc')])).to.deep.equal([
      ['h:1', 'h:2', 'h:3'],
    ])
    expect(clustersOf([seed('h:1', 'ab'), seed('h:2', 'c'), seed('h:3', '')])).to.deep.equal([
      ['h:1'],
      ['h:2'],
    ])
  })

  const cases = [
    [['ab', 'ba'], 'ok'],
    [['ab', ''], 'incomplete'],
    [['', ''], 'unreachable'],
    [['ab', 'c', ''], 'different-clusters'],
  ] as const
  for (const [members, status] of cases) {
    it(`that know ${JSON.stringify(members)} are ${status}`, () => {
      expect(seedsStatus(members.map((known, at) => seed(`h:${at}`, known)))).to.equal(status)
    })
  }
})
