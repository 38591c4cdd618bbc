import {expect} from 'chai'
import type {Plan} from '../../../../src/domain/plan.js'
import type {Step} from '../../../../src/domain/step.js'
import type {LegacyTool} from '../../../../src/legacy/tool.js'
import {
  addingLines,
  legacyAddProposal,
  legacyRemovalProposal,
  legacyRemoved,
  removingLines,
  tellAdd,
  tellRemoval,
} from '../../../../src/legacy/views/member-lines.js'
import {id, snapshot} from '../../../support/snapshot.js'

const whole = snapshot(`
  b 8192-16383 keys=5
  a 0-8191 keys=1
  c replica of a
`)

function planOf(...steps: Step[]): Plan {
  return {steps, warnings: []}
}

const options = (tool: LegacyTool) => ({colour: false, tool})

describe('[U] the words of older tools for members', () => {
  it('add-node and del-node', () => {
    const joining = {typed: ['n:1'], asReplicas: true, isChosen: true}
    const home: Step = {kind: 'replicate', node: id('c'), primary: id('a')}
    const adding = {before: whole, plan: planOf({kind: 'meet', nodes: []}, home)}
    const tell = tellAdd(adding, joining)
    const start = (one: Step) => tell({type: 'step-started', step: one, index: 0, total: 1})
    expect(addingLines(['n:1'], 's:1')).to.deep.equal(['>>> Adding node n:1 to cluster s:1'])
    expect(legacyAddProposal(adding, joining, options('redis-cli'))).to.deep.equal([
      'Automatically selected master 10.0.0.2:7002',
    ])
    expect(legacyAddProposal(adding, joining, options('valkey-cli'))).to.deep.equal([
      'Automatically selected primary 10.0.0.2:7002',
    ])
    const asPrimary = {...joining, asReplicas: false}
    expect(legacyAddProposal(adding, asPrimary, options('redis-cli'))[0]).to.equal(
      '>>> Getting functions from cluster',
    )
    expect(legacyAddProposal(adding, asPrimary, options('redis-trib'))).to.deep.equal([])
    expect([...start({kind: 'meet', nodes: []}), ...start(home)]).to.deep.equal([
      '>>> Send CLUSTER MEET to node n:1 to make it join the cluster.',
      'Waiting for the cluster to join',
      '',
      '>>> Configure node as replica of 10.0.0.2:7002.',
    ])
    const removal = {before: whole, plan: planOf({kind: 'forget', node: id('b'), by: []}, home)}
    expect([...removingLines(['b'], 's:1'), ...legacyRemovalProposal(removal)]).to.deep.equal([
      '>>> Removing node b from cluster s:1',
      '>>> Sending CLUSTER FORGET messages to the cluster...',
      '>>> 10.0.0.3:7003 as replica of 10.0.0.2:7002',
    ])
    const reset: Step = {kind: 'reset', node: id('b')}
    expect(tellRemoval()({type: 'step-started', step: reset, index: 0, total: 1})).to.deep.equal([
      '>>> Sending CLUSTER RESET SOFT to the deleted node.',
    ])
    const done = {...removal, status: 'done' as const, steps: [], snapshot: undefined, findings: []}
    expect(legacyRemoved(done, 'valkey-cli')).to.deep.equal([
      `[OK] Node ${id('b')} removed from the cluster.`,
    ])
    expect(legacyRemoved(done, 'redis-cli')).to.deep.equal([])
  })
})
