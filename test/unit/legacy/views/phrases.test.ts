import {expect} from 'chai'
import type {ChangeOutcome, ChangeProposal} from '../../../../src/domain/outcome.js'
import type {Plan} from '../../../../src/domain/plan.js'
import type {Step, StepOf} from '../../../../src/domain/step.js'
import {runChecks} from '../../../../src/checks/index.js'
import type {LegacyTool} from '../../../../src/legacy/tool.js'
import {legacyChangeEnding} from '../../../../src/legacy/views/endings.js'
import {legacyCheckLines, legacyInfoEnding} from '../../../../src/legacy/views/check-lines.js'
import {
  FEW_PRIMARIES,
  fewPrimariesLine,
  legacyCreateProposal,
  tellCreate,
} from '../../../../src/legacy/views/create-lines.js'
import {legacyFixProposal, legacyFixQuestion} from '../../../../src/legacy/views/fix-lines.js'
import {
  legacyPairLines,
  legacyRebalanceHead,
  legacyReshardProposal,
  tellMovedSlots,
} from '../../../../src/legacy/views/move-lines.js'
import {id, snapshot} from '../../../support/snapshot.js'

const whole = snapshot(`
  b 8192-16383 keys=5
  a 0-8191 keys=1
  c replica of a
`)
const broken = snapshot(`
  a 0-99,101-8191 [7->-b]
  b 8192-16383 [7-<-a]
`)

const step: StepOf<'migrate-slots'> = {
  kind: 'migrate-slots',
  source: id('a'),
  target: id('b'),
  ranges: [
    {start: 0, end: 1},
    {start: 5, end: 5},
  ],
  method: 'keys',
  after: [],
}
const proposal: ChangeProposal = {before: whole, plan: planOf(step)}

function planOf(...steps: Step[]): Plan {
  return {steps, warnings: []}
}

const options = (tool: LegacyTool) => ({colour: false, tool})

function check(cluster: typeof whole, tool: LegacyTool, searchedOwners = false): string[] {
  const findings = runChecks(cluster)
  return legacyCheckLines({snapshot: cluster, findings, searchedOwners}, options(tool), {
    keys: true,
    nodes: true,
  })
}

describe('[U] the words of older tools', () => {
  it('check of redis-cli, in the order of CLUSTER NODES', () => {
    expect(check(whole, 'redis-cli', true)).to.deep.equal([
      `10.0.0.1:7001 (${id('b').slice(0, 8)}...) -> 5 keys | 8192 slots | 0 slaves.`,
      `10.0.0.2:7002 (${id('a').slice(0, 8)}...) -> 1 keys | 8192 slots | 1 slaves.`,
      '[OK] 6 keys in 2 masters.',
      '0.00 keys per slot on average.',
      '>>> Performing Cluster Check (using node 10.0.0.1:7001)',
      `M: ${id('b')} 10.0.0.1:7001`,
      '   slots:[8192-16383] (8192 slots) master',
      `M: ${id('a')} 10.0.0.2:7002`,
      '   slots:[0-8191] (8192 slots) master',
      '   1 additional replica(s)',
      `S: ${id('c')} 10.0.0.3:7003`,
      '   slots: (0 slots) slave',
      `   replicates ${id('a')}`,
      '[OK] All nodes agree about slots configuration.',
      '>>> Check for open slots...',
      '>>> Check slots coverage...',
      '[OK] All 16384 slots covered.',
      '>>> Check for multiple slot owners...',
      '[OK] No multiple owners found.',
    ])
  })

  it('check of valkey-cli says primaries and replicas in front, and master and slave of nodes', () => {
    const lines = check(whole, 'valkey-cli')
    expect(lines[1]).to.match(/\| 1 replicas\.$/)
    expect(lines[2]).to.equal('[OK] 6 keys in 2 primaries.')
    expect(lines).to.include('   slots: (0 slots) slave')
  })

  it('check of redis-trib has no keys, no brackets, and open slots in parentheses', () => {
    const lines = check(broken, 'redis-trib')
    expect(lines[0]).to.equal('>>> Performing Cluster Check (using node 10.0.0.1:7001)')
    expect(lines[2]).to.equal('   slots:0-99,101-8191 (8191 slots) master')
    expect(lines.slice(-7)).to.deep.equal([
      '>>> Check for open slots...',
      '[WARNING] Node 10.0.0.1:7001 has slots in migrating state (7).',
      '[WARNING] Node 10.0.0.2:7002 has slots in importing state (7).',
      '[WARNING] The following slots are open: 7.',
      '>>> Check slots coverage...',
      '[ERR] Not all 16384 slots are covered by nodes.',
      '',
    ])
  })

  it('check of redis-cli has open slots without parentheses', () => {
    expect(check(broken, 'redis-cli')).to.include(
      '[WARNING] Node 10.0.0.1:7001 has slots in migrating state 7.',
    )
  })

  it('info is the same in redis-trib as in redis-cli', () => {
    expect(legacyInfoEnding(whole, options('redis-trib'))).to.deep.equal(
      legacyInfoEnding(whole, options('redis-cli')),
    )
  })

  it('create', () => {
    const node = (name: string, host: string) => ({id: id(name), address: `${host}:1`, host, zone: undefined})
    const shards = [
      {
        primary: node('a', 'x'),
        ranges: [{start: 0, end: 8191}],
        replicas: [node('c', 'y')],
      },
      {primary: node('b', 'y'), ranges: [{start: 8192, end: 16383}], replicas: [node('d', 'x')]},
    ]
    const create = {shards, plan: planOf(), software: 'redis' as const}
    const addresses = ['x:1', 'y:1']
    expect(legacyCreateProposal(create, addresses, options('redis-cli')).slice(0, 7)).to.deep.equal([
      '>>> Performing hash slots allocation on 4 nodes...',
      'Master[0] -> Slots 0 - 8191',
      'Master[1] -> Slots 8192 - 16383',
      'Adding replica y:1 to x:1',
      'Adding replica x:1 to y:1',
      '>>> Trying to optimize slaves allocation for anti-affinity',
      '[OK] Perfect anti-affinity obtained!',
    ])
    expect(legacyCreateProposal(create, addresses, options('valkey-cli')).slice(0, 2)).to.deep.equal([
      '>>> Performing hash slots allocation on 4 node(s)...',
      'Primary[0] -> Slots 0 - 8191',
    ])
    expect(legacyCreateProposal(create, addresses, options('redis-trib'))).to.include.members([
      '>>> Creating cluster',
      'Using 2 masters:',
      '   slots:0-8191 (8192 slots) master',
    ])
    expect(fewPrimariesLine(2, 1)).to.equal(
      'Requested to create a cluster with 2 primaries and 1 replicas per primary.',
    )
    expect(FEW_PRIMARIES).to.match(/^Valkey cluster requires .* Are you sure\? \(type 'yes' to accept\): $/)
  })

  it('create announces each kind of step once', () => {
    const tell = tellCreate()
    const start = (one: Step) => tell({type: 'step-started', step: one, index: 0, total: 1})
    const epoch: Step = {kind: 'set-epoch', node: id('a'), epoch: 1}
    expect(start(epoch)).to.deep.equal([
      '>>> Nodes configuration updated',
      '>>> Assign a different config epoch to each node',
    ])
    expect(start(epoch)).to.deep.equal([])
    expect(start({kind: 'meet', nodes: []}).slice(0, 2)).to.deep.equal([
      '>>> Sending CLUSTER MEET messages to join the cluster',
      'Waiting for the cluster to join',
    ])
  })

  it('reshard: a line for each slot, and one for each source in valkey-cli', () => {
    const lines = legacyReshardProposal(proposal, options('redis-cli'))
    expect(lines).to.deep.equal([
      '',
      'Ready to move 3 slots.',
      '  Source nodes:',
      `    M: ${id('a')} 10.0.0.2:7002`,
      '       slots:[0-8191] (8192 slots) master',
      '       1 additional replica(s)',
      '  Destination node:',
      `    M: ${id('b')} 10.0.0.1:7001`,
      '       slots:[8192-16383] (8192 slots) master',
      '  Resharding plan:',
      ...[0, 1, 5].map((slot) => `    Moving slot ${slot} from ${id('a')}`),
    ])
    expect(legacyReshardProposal(proposal, options('valkey-cli')).at(-1)).to.equal(
      `    Moving slot range 0-1 5 from ${id('a')}`,
    )
  })

  it('moved slots', () => {
    const event = {type: 'slots-moved', index: 0, ranges: [{start: 5, end: 5}]} as const
    const line = 'Moving slot 5 from 10.0.0.2:7002 to 10.0.0.1:7001'
    expect(tellMovedSlots(proposal, event, options('redis-cli'))).to.deep.equal([`${line}: `])
    expect(tellMovedSlots(proposal, event, options('redis-trib'))).to.deep.equal([`${line}: `])
    expect(tellMovedSlots(proposal, event, options('valkey-cli'))).to.deep.equal([line])
  })

  it('rebalance', () => {
    const surplus = [
      {address: 'a:1', slots: 3},
      {address: 'b:1', slots: -3},
    ]
    const balances = {nodes: 2, totalWeight: 2, surplus}
    expect(legacyRebalanceHead(proposal, balances, options('redis-cli'))).to.deep.equal([
      '>>> Rebalancing across 2 nodes. Total weight = 2.00',
      'b:1 balance is -3 slots',
      'a:1 balance is 3 slots',
    ])
    expect(legacyPairLines(proposal, step)).to.deep.equal([
      'Moving 3 slots from 10.0.0.2:7002 to 10.0.0.1:7001',
      '###',
    ])
  })

  it('a move that failed, on stdout in the old words and on stderr in ours', () => {
    const outcome: ChangeOutcome = {
      ...proposal,
      status: 'incomplete',
      steps: [{step, status: 'failed', error: 'no more memory', milliseconds: 1}],
      snapshot: undefined,
      findings: [],
    }
    const {out, err} = legacyChangeEnding(outcome, 'redis-cli', ['done'])
    expect(out).to.deep.equal(['clusterManagerMoveSlot failed: no more memory'])
    expect(err.join('\n')).to.contain('Incomplete: 0 of 1 step done.')
    const cancelled = {...outcome, status: 'cancelled' as const}
    expect(legacyChangeEnding(cancelled, 'redis-trib', []).out).to.deep.equal(['*** Aborting...'])
  })

  it('fix asks in old words about slots without an owner, and not about open ones', () => {
    const claim: Step = {kind: 'claim-slots', node: id('b'), ranges: [{start: 100, end: 100}]}
    const adopt: Step = {
      kind: 'adopt-keys',
      source: id('a'),
      target: id('b'),
      ranges: [{start: 100, end: 100}],
      giveUp: false,
      discard: false,
    }
    const question = (plan: Plan) => legacyFixQuestion({before: broken, plan})
    expect(question({...planOf(claim), reasons: ['unowned-empty']})).to.match(
      /covering with a random node\? \(/,
    )
    expect(question({...planOf(claim), reasons: ['unowned-keys']})).to.match(/covering with those nodes\? \(/)
    expect(question({...planOf(claim, adopt), reasons: ['unowned-keys']})).to.match(/into a single node\? \(/)
    const close: Step = {kind: 'close-slots', ranges: [], owner: undefined, marked: [], expecting: []}
    expect(question({...planOf(close), reasons: ['close-move']})).to.equal(undefined)
    expect(question({...planOf(close), reasons: ['replica-of-replica']})).to.match(/^Do these steps\? \(/)
    const plan = {...planOf(claim), reasons: ['unowned-empty' as const]}
    expect(legacyFixProposal({before: broken, plan}, options('redis-cli')).slice(0, 6)).to.deep.equal([
      '>>> Fixing open slot 7',
      'Set as migrating in: 10.0.0.1:7001',
      'Set as importing in: 10.0.0.2:7002',
      '>>> Fixing slots coverage...',
      'The following uncovered slots have no keys across the cluster:',
      '[100]',
    ])
  })
})
