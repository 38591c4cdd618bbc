import {readdirSync, readFileSync} from 'node:fs'
import {expect} from 'chai'
import {CHECKS, runChecks} from '../../../src/checks/index.js'
import {SEVERITY} from '../../../src/domain/finding.js'
import {snapshot} from '../../support/snapshot.js'

const HEALTHY = `
  a 0-5460
  b 5461-10922
  c 10923-16383
  d replica of a
  e replica of b
  f replica of c
`

/** A cluster with everything wrong that check can find. */
const BROKEN = snapshot(
  `
    a 0-5460 [93->-b] host=h1 zone=east version=8.6.3
    b 5461-10922 host=h1 zone=east epoch=1 state=fail offset=5000000
    c 10922-12000 host=h1 zone=west
    d replica of a host=h1 timeout=5000 link=down
    e replica of b host=h5 loading offset=9
    f replica of e host=h6
    g replica of z host=h7
    h 12001-16000 down fail
    l down fail?
    i down handshake
    j down noaddr
    k down
  `,
  {
    views: {f: 'h 12001-15999 fail\nk unknown'},
    nodes: {
      g: {strayKeys: [{slot: 1, keys: 1}], hiddenKeys: 1, refusals: [{command: 'INFO', reason: 'NOPERM'}]},
    },
  },
)

describe('[U] runChecks', () => {
  it('finds nothing in a healthy cluster', () => {
    expect(runChecks(snapshot(HEALTHY))).to.deep.equal([])
  })

  it('finds every kind of finding, the worst first, then in the order of the table', () => {
    const codes = [...new Set(runChecks(BROKEN).map(({code}) => code))]
    // A snapshot does not contain connections, which this finding is about.
    expect([...codes, 'change-under-way']).to.deep.equal(Object.keys(SEVERITY))
  })

  it('puts errors before warnings and warnings before infos', () => {
    const severities = runChecks(BROKEN).map(({code}) => SEVERITY[code])
    expect([...new Set(severities)]).to.deep.equal(['error', 'warning', 'info'])
    expect(severities).to.deep.equal(
      ['error', 'warning', 'info'].flatMap((severity) => severities.filter((one) => one === severity)),
    )
  })

  it('finds the same in equal snapshots, and does not change them', () => {
    const before = structuredClone(BROKEN)
    expect(runChecks(BROKEN)).to.deep.equal(runChecks(structuredClone(BROKEN)))
    expect(BROKEN).to.deep.equal(before)
  })

  it('runs every check once', () => {
    const folder = new URL('../../../src/checks/', import.meta.url)
    const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
    const exported = sources.flatMap((text) =>
      [...text.matchAll(/^export function (check\w+)/gm)].map((match) => match[1]),
    )
    expect(CHECKS.map(({name}) => name)).to.have.members(exported)
  })
})
