import {expect} from 'chai'
import type {Candidate} from '../../../../src/domain/layout.js'
import {attachReplicas} from '../../../../src/planning/create/replicas.js'
import {randomNumbers} from '../random.js'
import {candidates, compareFlaws, countFlaws, everyAttachment, type Shards} from './layouts.js'

describe('[U] attachReplicas', () => {
  it('has as few exceptions, the worst kind first, as the best of all attachments', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomNumbers(seed * 104_729)
      const size = 4 + random(5)
      const [hosts, zones] = [1 + random(6), random(5)]
      const words = Array.from({length: size}, () => {
        const host = random(hosts)
        return host % 4 < zones ? `h${host}/z${host % 2}` : `h${host}`
      })
      const nodes = candidates(words.join(' '))
      const count = 1 + random(3)
      const [primaries, pool] = [nodes.slice(0, count), nodes.slice(count)]
      const shards = pair(primaries, attachReplicas(primaries, pool))
      expect(countFlaws(shards), `seed ${seed}: ${words.join(' ')}`).to.deep.equal(fewest(primaries, pool))
    }
  })

  it('goes through the list in order, from its second node, if that leaves no exception', () => {
    const attached = (text: string) =>
      attachReplicas(candidates(text).slice(0, 2), candidates(text).slice(2)).map((nodes) =>
        nodes.map(({id}) => id),
      )
    // No primary gets an extra replica before all have the others.
    expect(attached('a b c d e')).to.deep.equal([['n3', 'n2'], ['n4']])
    expect(attached('a b c d/x')).to.deep.equal([['n3'], ['n2']])
  })

  it('has the fewest exceptions also where nodes without a zone could be taken for those of one zone', () => {
    expectFewest('a b/x c c c b/x c')
  })

  it('has the fewest exceptions also where hosts with one node could be taken for one host', () => {
    expectFewest('a b a c a d c a e')
  })

  it('keeps off the host of the primary before its zone', () => {
    const [p, q, ...pool] = candidates('a/x b/y a/y b/x')
    const primaries = [p, q].filter((node) => node !== undefined)
    expect(attachReplicas(primaries, pool).map((nodes) => nodes.map(({host}) => host))).to.deep.equal([
      ['b'],
      ['a'],
    ])
  })

  it('prefers two replicas on one host to one in the zone of the primary', () => {
    const nodes = candidates('a/x b/y c/x c/x d/y d/y')
    const zones = attachReplicas(nodes.slice(0, 2), nodes.slice(2)).map((replicas) =>
      replicas.map(({zone}) => zone),
    )
    expect(zones).to.deep.equal([
      ['y', 'y'],
      ['x', 'x'],
    ])
  })

  it('does not change primaries when there is nothing to attach', () => {
    expect(attachReplicas(candidates('a b c'), [])).to.deep.equal([[], [], []])
  })
})

/** The first two nodes are the primaries. */
function expectFewest(text: string): void {
  const [primaries, pool] = [candidates(text).slice(0, 2), candidates(text).slice(2)]
  const shards = pair(primaries, attachReplicas(primaries, pool))
  expect(countFlaws(shards)).to.deep.equal(fewest(primaries, pool))
}

function pair(primaries: readonly Candidate[], replicas: readonly (readonly Candidate[])[]): Shards {
  return primaries.map((primary, index) => ({primary, replicas: replicas[index] ?? []}))
}

function fewest(primaries: readonly Candidate[], pool: readonly Candidate[]): number[] {
  const flaws = [...everyAttachment(primaries, pool)].map(countFlaws)
  return flaws.reduce((a, b) => (compareFlaws(b, a) < 0 ? b : a))
}
