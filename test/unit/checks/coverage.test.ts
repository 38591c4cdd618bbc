import {expect} from 'chai'
import {checkCoverage} from '../../../src/checks/coverage.js'
import {formatRanges} from '../../../src/domain/slot.js'
import {nameOf, snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkCoverage', () => {
  it('finds nothing when reachable primaries claim every slot', () => {
    expect(checkCoverage(snapshot('a 0-8191\nb 8192-16383'))).to.deep.equal([])
  })

  it('lists all slots that never had an owner', () => {
    const [finding] = checkCoverage(snapshot('a 1-99,101-16382\nb'))
    expect(finding).to.deep.equal({
      code: 'slots-uncovered',
      nodes: [],
      ranges: [
        {start: 0, end: 0},
        {start: 100, end: 100},
        {start: 16_383, end: 16_383},
      ],
      lastOwners: [],
    })
  })

  it('names the unreachable node that the others still consider the owner, with its own slots only', () => {
    const cluster = snapshot(`
      a 0-8000
      b 8002-12000
      c 12001-16383 down
    `)
    expect(withNames(checkCoverage(cluster))).to.deep.equal([
      {
        code: 'slots-uncovered',
        nodes: ['c'],
        ranges: [
          {start: 8001, end: 8001},
          {start: 12_001, end: 16_383},
        ],
        lastOwners: [{node: 'c', ranges: [{start: 12_001, end: 16_383}]}],
      },
    ])
  })

  it('believes the owner that most nodes name', () => {
    const cluster = snapshot(
      `
        a 0-9999
        b
        c
        d 10000-16383 down
        e down
      `,
      {views: {a: 'd 10000-10099\ne 10100-16383'}},
    )
    expect(lastOwners(cluster)).to.deep.equal({d: '10000-16383'})
  })

  it('believes the first view when as many name one node as the other', () => {
    const cluster = snapshot(
      `
        a 0-9999
        b
        d 10000-16383 down
        e down
      `,
      {views: {b: 'd\ne 10000-16383'}},
    )
    expect(lastOwners(cluster)).to.deep.equal({d: '10000-16383'})
  })

  it('does not name a reachable node that others consider the owner but that does not claim the slots', () => {
    const cluster = snapshot('a 0-9999\nb', {views: {a: 'b 10000-16383'}})
    expect(lastOwners(cluster)).to.deep.equal({})
  })

  it('counts the own claim of a node that others flag as failed, and not that of a replica', () => {
    expect(checkCoverage(snapshot('a 0-9999\nb 10000-16383 fail'))).to.deep.equal([])
    expect(checkCoverage(snapshot('a 0-9999\nb replica of a 10000-16383'))).to.have.length(1)
  })
})

function lastOwners(cluster: ReturnType<typeof snapshot>): Record<string, string> {
  const found: Record<string, string> = {}
  for (const finding of checkCoverage(cluster)) {
    if (finding.code !== 'slots-uncovered') continue
    for (const {node, ranges} of finding.lastOwners) found[nameOf(node)] = formatRanges(ranges)
  }
  return found
}
