import {expect} from 'chai'
import {LEGACY_TOOLS} from '../../../../src/legacy/tool.js'
import type {ErrorFact} from '../../../../src/domain/errors.js'
import {legacyErrorLines, legacyFactLines} from '../../../../src/legacy/views/error-lines.js'

const unfit = (why: string): ErrorFact => ({code: 'unfit-node', address: 'h:1', why, reason: 'r'})

describe('[U] the words of older tools for errors', () => {
  for (const tool of LEGACY_TOOLS) {
    it(`errors of ${tool}`, () => {
      const [product, primary] = tool === 'valkey-cli' ? ['Valkey', 'primary'] : ['Redis', 'master']
      const lines = (command: string, fact: ErrorFact) => {
        const {out, err} = legacyFactLines([fact], {command, tool})
        return [...out.map((line) => `out ${line}`), ...err.map((line) => `err ${line}`)]
      }
      const unknown = {code: 'unknown-node', name: 'abc'} as const
      expect(lines('reshard', unknown)).to.deep.equal([
        `out *** The specified node (abc) is not known or not a ${primary}, please retry.`,
      ])
      expect(lines('rebalance', unknown)).to.deep.equal([`out *** No such ${primary} node abc`])
      expect(lines('add-node', unknown)).to.deep.equal([`out [ERR] No such ${primary} ID abc`])
      expect(lines('del-node', unknown)).to.deep.equal(['out [ERR] No such node ID abc'])
      const way = {
        code: 'unread-node',
        kind: 'unreachable',
        address: 'h:1',
        reason: 'connection refused',
      } as const
      const seed = {...way, joins: false}
      expect(lines('check', seed)).to.deep.equal([
        `err Could not connect to ${product} at h:1: Connection refused`,
      ])
      expect(lines('add-node', {...way, joins: true})).to.deep.equal([
        "out [ERR] Sorry, can't connect to node h:1",
        `err Could not connect to ${product} at h:1: Connection refused`,
      ])
      expect(lines('create', unfit('holds-keys'))[0]).to.match(
        /^out \[ERR\] Node h:1 is not empty\. Either the node already knows other nodes \(check with CLUSTER NODES\) or/,
      )
      expect(lines('check', {...seed, kind: 'not-cluster'})).to.deep.equal([
        'out [ERR] Node h:1 is not configured as a cluster node.',
      ])
      expect(lines('create', {code: 'too-few-primaries', nodes: 5, replicas: 1})).to.deep.equal([
        'out *** ERROR: Invalid configuration for cluster creation.',
        `out *** ${product} Cluster requires at least 3 ${primary} nodes.`,
        'out *** This is not possible with 5 nodes and 1 replicas per node.',
        'out *** At least 6 nodes are required.',
      ])
      expect(lines('add-node', unfit('has-functions'))[0]).to.contain('New node already contains functions')
      expect(lines('check', {code: 'bad-address'})[0]).to.match(
        /^err \[ERR\] Invalid arguments: you need to pass/,
      )
    })
  }

  it('come before our own sentence, or in its place', () => {
    const place = {command: 'rebalance', tool: 'redis-cli'} as const
    const lines = (message: string, fact: ErrorFact) =>
      legacyErrorLines({message, hints: ['Do this.'], facts: [fact]}, place)
    const purpose = (what: string) => `*** Please fix your cluster problems before ${what}`
    expect(lines(purpose('rebalancing'), {code: 'unhealthy', purpose: 'rebalancing'})).to.deep.equal({
      out: [purpose('rebalancing')],
      err: [`Error: ${purpose('rebalancing')}`, '  Do this.'],
    })
    expect(lines(purpose('resharding'), {code: 'unhealthy', purpose: 'resharding'})).to.deep.equal({
      out: [],
      err: [purpose('resharding'), '  Do this.'],
    })
    expect(lines('None was named yet.', {code: 'no-source'})).to.deep.equal({
      out: [],
      err: ['*** No source nodes given, operation aborted.', '  Do this.'],
    })
    expect(lines('h:1 has slots.', {code: 'has-slots', address: 'h:1'})).to.deep.equal({
      out: ['[ERR] Node h:1 is not empty! Reshard data away and try again.'],
      err: ['Error: h:1 has slots.', '  Do this.'],
    })
  })
})
