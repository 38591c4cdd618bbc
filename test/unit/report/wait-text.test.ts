import {expect} from 'chai'
import {runChecks} from '../../../src/checks/index.js'
import {missingFor} from '../../../src/checks/conditions.js'
import {SEVERITY, type FindingCode} from '../../../src/domain/finding.js'
import type {Condition, WaitLook} from '../../../src/domain/wait.js'
import {describeMissing, missingLine, missingNodes, waitText} from '../../../src/report/wait-text.js'
import {id, snapshot} from '../../support/snapshot.js'

function lookAt(text: string, ...conditions: Condition[]): WaitLook {
  const cluster = snapshot(text)
  const findings = runChecks(cluster)
  return {
    judged: conditions.map((condition) => ({
      condition,
      missing: missingFor(condition, {snapshot: cluster, findings}),
    })),
    nodes: cluster.nodes,
    unread: undefined,
  }
}

const UNREAD: WaitLook = {
  judged: [{condition: {kind: 'agreed'}, missing: []}],
  nodes: [],
  unread: 'refused\u001b',
}

describe('[U] wait text', () => {
  it('names what is missing for each condition, and leaves out what holds', () => {
    const look = lookAt(
      'a 0-8191\nb 8192-16383 down fail\nc replica of a link=down\nd replica of a link=down',
      {kind: 'role', role: 'primary'},
      {kind: 'nodes', nodes: 6},
      {kind: 'healthy'},
      {kind: 'synced'},
    )
    expect(missingLine(look, 'h:1')).to.equal(
      'nodes=6 (the cluster has 4 nodes, 10.0.0.2:7002 does not answer); ' +
        'healthy (slots have no owner that answers); ' +
        'synced (10.0.0.3:7003 and 1 more have no link to their primaries)',
    )
    expect(missingNodes(look)).to.deep.equal([id('b'), id('c'), id('d')])
  })

  it('joins several findings of one code', () => {
    const look = lookAt('a 0-16383\nb replica of a fail\nc replica of a fail', {kind: 'agreed'})
    expect(missingLine(look, 'h:1')).to.equal('agreed (10.0.0.2:7002 and 1 more are flagged fail)')
  })

  it('says why the named node cannot be read, without control characters', () => {
    expect(missingLine(UNREAD, 'h:1')).to.equal(String.raw`h:1 cannot be read: refused\x1b`)
  })

  it('has words or the code for each error of a check', () => {
    const describe = describeMissing({nodes: []})
    const codes = Object.entries(SEVERITY).flatMap(([code, severity]) =>
      severity === 'error' ? [code as FindingCode] : [],
    )
    for (const code of codes) expect(describe({code, nodes: []})).not.to.match(/[{}]|undefined/)
    expect(describe({code: 'keys-hidden', nodes: []})).to.equal('keys-hidden')
  })

  it('ends in what holds and how long it took, or in what is missing', () => {
    const options = {seed: 'h:1', limitMs: 2500}
    const reached = lookAt('a 0-16383', {kind: 'healthy'}, {kind: 'nodes', nodes: 1})
    expect(waitText({status: 'reached', milliseconds: 3249, last: reached}, options)).to.equal(
      'Reached after 3.2 s: healthy, nodes=1.',
    )
    expect(waitText({status: 'reached', milliseconds: 41, last: reached}, options)).to.contain('after 41 ms:')
    const short = lookAt('a 0-16383', {kind: 'nodes', nodes: 2})
    expect(waitText({status: 'timed-out', milliseconds: 2501, last: short}, options)).to.equal(
      'Gave up after 2.5 s: nodes=2 (the cluster has 1 node).',
    )
  })
})
