import {expect} from 'chai'
import {LEGACY_TOOLS} from '../../../../src/legacy/tool.js'
import {legacyErrorLines} from '../../../../src/legacy/views/error-lines.js'

describe('[U] the words of older tools for errors', () => {
  for (const style of LEGACY_TOOLS) {
    it(`errors of ${style}`, () => {
      const [product, primary] = style === 'valkey-cli' ? ['Valkey', 'primary'] : ['Redis', 'master']
      const lines = (command: string, detail: object) => {
        const {out, err} = legacyErrorLines({message: 'm', details: [detail]}, {command, style})
        return [...out.map((line) => `out ${line}`), ...err.map((line) => `err ${line}`)]
      }
      const unknown = {code: 'unknown-node', name: 'abc'}
      expect(lines('reshard', unknown)).to.deep.equal([
        `out *** The specified node (abc) is not known or not a ${primary}, please retry.`,
      ])
      expect(lines('rebalance', unknown)).to.deep.equal([`out *** No such ${primary} node abc`])
      expect(lines('add-node', unknown)).to.deep.equal([`out [ERR] No such ${primary} ID abc`])
      expect(lines('del-node', unknown)).to.deep.equal(['out [ERR] No such node ID abc'])
      const seed = {code: 'unreachable', address: 'h:1', reason: 'connection refused'}
      expect(lines('check', seed)).to.deep.equal([
        `err Could not connect to ${product} at h:1: Connection refused`,
      ])
      const joining = {
        code: 'unreachable',
        address: 'h:1',
        message: 'h:1 cannot be reached: connection refused.',
      }
      expect(lines('add-node', joining)).to.deep.equal([
        "out [ERR] Sorry, can't connect to node h:1",
        `err Could not connect to ${product} at h:1: Connection refused`,
      ])
      expect(lines('create', {code: 'holds-keys', address: 'h:1'})[0]).to.match(
        /^out \[ERR\] Node h:1 is not empty\. Either the node already knows other nodes \(check with CLUSTER NODES\) or/,
      )
      expect(lines('check', {code: 'not-cluster', address: 'h:1'})).to.deep.equal([
        'out [ERR] Node h:1 is not configured as a cluster node.',
      ])
      expect(lines('create', {code: 'too-few-primaries', nodes: 5, replicas: 1})).to.deep.equal([
        'out *** ERROR: Invalid configuration for cluster creation.',
        `out *** ${product} Cluster requires at least 3 ${primary} nodes.`,
        'out *** This is not possible with 5 nodes and 1 replicas per node.',
        'out *** At least 6 nodes are required.',
      ])
      expect(lines('add-node', {code: 'has-functions'})[0]).to.contain('New node already contains functions')
      expect(lines('check', {code: 'bad-address'})[0]).to.match(
        /^err \[ERR\] Invalid arguments: you need to pass/,
      )
    })
  }
})
