import {expect} from 'chai'
import {type Finding, type FindingCode, SEVERITY} from '../../../src/domain/finding.js'
import {describeFindings, findingLines, runningContext} from '../../../src/report/finding-text.js'
import {paintFor} from '../../../src/report/palette.js'
import {id, snapshot} from '../../support/snapshot.js'
import {a, b, c, EXAMPLES, none, planned, running} from './finding-examples.js'

describe('[U] finding text', () => {
  it('has an example here for every code', () => {
    const codes = new Set(EXAMPLES.map(([{code}]) => code))
    expect(Object.keys(SEVERITY).filter((code) => !codes.has(code as FindingCode))).to.deep.equal([])
  })

  for (const [finding, message, advice] of EXAMPLES) {
    it(`says what ${finding.code} is and what to do: ${message}`, () => {
      const [words] = describeFindings([finding], running)
      expect(words).to.deep.equal({finding, severity: SEVERITY[finding.code], message, advice})
    })
  }

  it('does not advise to remove a node that owns slots, or one that answers', () => {
    const cluster = snapshot('a 0-99\nb 100-16383 down\nc down\nd', {views: {d: 'a fail'}})
    const advice = (finding: Finding) => describeFindings([finding], runningContext(cluster))[0]?.advice
    const reason = 'connection refused'
    const dead = (name: string): Finding[] => [
      {code: 'node-failed', nodes: [id(name)], ...none, seenBy: [id('a')]},
      {code: 'node-unreachable', nodes: [id(name)], ...none, reason},
      {code: 'node-without-address', nodes: [id(name)], ...none, seenBy: [id('a')]},
    ]
    for (const finding of dead('b')) {
      expect(advice(finding)).to.match(/slots need another owner: clustertool fix 10\.0\.0\.1:7001$/)
      expect(advice(finding)).not.to.contain('del-node')
    }
    for (const finding of dead('c')) expect(advice(finding)).to.match(/clustertool del-node 10\.0\.0\.1:7001/)
    const live: Finding = {code: 'node-failed', nodes: [a], ...none, seenBy: [id('d')], answers: true}
    expect(advice(live)).to.match(/^It answers here\. 10\.0\.0\.4:7004 must reach it/)
    expect(describeFindings([live], runningContext(cluster))[0]?.message).to.equal(
      '10.0.0.1:7001 answers, but is still flagged fail by 10.0.0.4:7004.',
    )
  })

  it('advises before a create to use other nodes, and afterwards how to change them', () => {
    const place = {kind: 'host', name: 'h'} as const
    const beside: Finding = {code: 'replica-beside-primary', nodes: [a], ranges: [], place}
    const majority: Finding = {code: 'majority-in-one-place', nodes: [a, b], ranges: [], place, total: 3}
    expect(describeFindings([beside, majority], planned).map(({advice}) => advice)).to.deep.equal([
      'Use nodes on more hosts, with no host holding most of them.',
      'Use nodes on at least three hosts.',
    ])
  })

  it('gives the host and port as CLUSTER MEET expects them', () => {
    const finding: Finding = {code: 'node-unknown', nodes: [a], ranges: [], unknownTo: [b]}
    const advise = (address: string) =>
      describeFindings([finding], {...running, nameOf: (node) => (node === a ? address : 'b:2')})[0]?.advice
    expect(advise('10.0.0.1:7000')).to.match(/send to b:2: CLUSTER MEET 10\.0\.0\.1 7000$/)
    expect(advise('[::1]:7000 (12345678)')).to.match(/CLUSTER MEET ::1 7000$/)
  })

  it('names the first of many nodes only', () => {
    const seenBy = Array.from('bcdefghij', id)
    const [words] = describeFindings([{code: 'node-failed', nodes: [a], ranges: [], seenBy}], running)
    expect(words?.message).to.equal('a is flagged fail by b, c, d, e, f, g and 3 more.')
  })

  it('puts errors first and gives the same advice once', () => {
    const findings: Finding[] = [
      {code: 'read-refused', nodes: [a], ranges: [], command: 'INFO', reason: 'NOPERM'},
      {code: 'node-suspected', nodes: [a], ranges: [], seenBy: [c]},
      {code: 'node-suspected', nodes: [b], ranges: [], seenBy: [c]},
      {code: 'cluster-state-fail', nodes: [a], ranges: []},
    ]
    expect(findingLines(describeFindings(findings, running), paintFor({colour: false}), [])).to.deep.equal([
      'error cluster-state-fail: a reports cluster_state fail and may refuse queries.',
      '    Fix the other findings first. A node that just joined needs some seconds: clustertool check h:1',
      'warning node-suspected: a is flagged fail? by c.',
      'warning node-suspected: b is flagged fail? by c.',
      '    Check its server and its network, then run: clustertool check h:1',
      'info read-refused: a refused INFO (NOPERM); checks that need it were skipped.',
      '    Allow this user to run INFO (ACL SETUSER), or use another one with --user.',
    ])
  })
})
