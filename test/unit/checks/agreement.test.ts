import {expect} from 'chai'
import {checkAgreement} from '../../../src/checks/agreement.js'
import {formatRanges} from '../../../src/domain/slot.js'
import type {ClusterSnapshot} from '../../../src/domain/snapshot.js'
import {id, nameOf, snapshot, withNames} from '../../support/snapshot.js'

const CLUSTER = `
  a 0-99
  b 100-199
  c 200-299
`

describe('[U] checkAgreement', () => {
  it('finds nothing when all say the same, in whatever order they list the nodes', () => {
    const {nodes, ...rest} = snapshot(CLUSTER)
    const shuffled = nodes.map((node, index) =>
      index === 1 ? {...node, view: node.view.toReversed()} : node,
    )
    expect(checkAgreement({...rest, nodes: shuffled})).to.deep.equal([])
  })

  it('finds nothing in differences that are not about owners', () => {
    expect(checkAgreement(snapshot(CLUSTER, {views: {c: 'a 0-99 epoch=9 fail?'}}))).to.deep.equal([])
  })

  it('finds nothing with a single node that answers', () => {
    expect(checkAgreement(snapshot('a 0-99\nb 100-199 down'))).to.deep.equal([])
  })

  it('names the node that disagrees, the slots, and what each side says', () => {
    const cluster = snapshot(CLUSTER, {views: {c: 'a 0-49\nb 50-59,100-189\nd 190-199'}})
    expect(withNames(checkAgreement(cluster))).to.deep.equal([
      {
        code: 'views-disagree',
        nodes: ['c'],
        ranges: [
          {start: 50, end: 99},
          {start: 190, end: 199},
        ],
        differences: [
          {ranges: [{start: 50, end: 59}], says: 'b', others: 'a'},
          {ranges: [{start: 60, end: 99}], says: undefined, others: 'a'},
          {ranges: [{start: 190, end: 199}], says: 'd', others: 'b'},
        ],
      },
    ])
  })

  it('joins slots about which both sides say the same into one difference', () => {
    const cluster = snapshot(CLUSTER, {views: {c: 'a 0-9,20-29,40-99\nb 10-19,30-39,100-199'}})
    expect(differences(cluster)).to.deep.equal(['c: 10-19,30-39 b not a'])
  })

  it('gives a separate finding for every node that disagrees, in snapshot order', () => {
    const view = 'a 0-98\nb 99-199'
    const cluster = snapshot(`${CLUSTER}\nd\ne`, {views: {e: view, c: 'a 0-97', d: view}})
    expect(differences(cluster)).to.deep.equal(['c: 98-99 nobody not a', 'd: 99 b not a', 'e: 99 b not a'])
  })

  it('counts nodes and not opinions: two nodes that agree outvote two that each say something else', () => {
    const cluster = snapshot('a 0-9\nb\nc\nd', {views: {b: 'a 0-8', c: 'a 0-8', d: 'a 0-7'}})
    expect(differences(cluster)).to.deep.equal(['a: 9 a not nobody', 'd: 8 nobody not a'])
  })

  describe('when as many nodes say one thing as another', () => {
    it('believes the owner with the higher config epoch', () => {
      const cluster = snapshot('a 0-99 epoch=7\nb 0-99 epoch=8', {
        views: {a: 'b epoch=8', b: 'a epoch=7'},
      })
      expect(differences(cluster)).to.deep.equal(['a: 0-99 a not b'])
    })

    it('believes the lower id when epochs are equal', () => {
      const cluster = snapshot('b 0-99 epoch=8\na 0-99 epoch=8', {
        views: {a: 'b epoch=8', b: 'a epoch=8'},
      })
      expect(differences(cluster)).to.deep.equal(['b: 0-99 b not a'])
    })

    it('believes an owner that claims the slots before one that does not, whatever its epoch', () => {
      const cluster = snapshot('a 0-99 epoch=1\nb epoch=9', {views: {b: 'a epoch=1\nc 0-99 epoch=9'}})
      expect(differences(cluster)).to.deep.equal(['b: 0-99 c not a'])
    })

    it('believes any owner rather than none', () => {
      const cluster = snapshot('a\nb', {views: {a: 'c 0-9'}})
      expect(differences(cluster)).to.deep.equal(['b: 0-9 nobody not c'])
    })
  })

  it('considers what nodes say about an unreachable owner', () => {
    const cluster = snapshot(`${CLUSTER}\nd 300-399 down`, {views: {b: 'd 300-398'}})
    expect(differences(cluster)).to.deep.equal(['b: 399 nobody not d'])
  })

  it('ignores a node whose view could not be read', () => {
    const cluster = snapshot(CLUSTER, {nodes: {b: {view: []}}})
    expect(checkAgreement(cluster)).to.deep.equal([])
    expect(cluster.nodes.find((node) => node.id === id('b'))?.reachable).to.equal(true)
  })
})

function differences(cluster: ClusterSnapshot): string[] {
  return checkAgreement(cluster).flatMap((finding) => {
    if (finding.code !== 'views-disagree') throw new Error(finding.code)
    return finding.differences.map(({ranges, says, others}) => {
      const name = (owner: string | undefined): string => (owner === undefined ? 'nobody' : nameOf(owner))
      return `${name(finding.nodes[0])}: ${formatRanges(ranges)} ${name(says)} not ${name(others)}`
    })
  })
}
