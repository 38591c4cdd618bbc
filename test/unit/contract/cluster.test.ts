import {expect} from 'chai'
import {runChecks} from '../../../src/checks/index.js'
import type {CreateOutcome} from '../../../src/domain/outcome.js'
import {checkDocument, infoDocument, slotDocument} from '../../../src/contract/cluster.js'
import {createDocument} from '../../../src/contract/create.js'
import {errorDocument} from '../../../src/contract/document.js'
import {WORDS} from '../../../src/report/document-words.js'
import {factsDocument, localStartDocument} from '../../../src/contract/local.js'
import {id, snapshot} from '../../support/snapshot.js'
import {shard} from '../report/layout-fixture.js'

const ref = (name: string, number: number) => ({id: id(name), address: `10.0.0.${number}:700${number}`})

/** The document as a reader gets it, without undefined fields. */
const read = (document: unknown): unknown => JSON.parse(JSON.stringify(document))

const DAMAGED = snapshot(
  'a 0-8190 [5->-b] keys=3 zone=east\nb 8191-16000 [5-<-a]\nc replica of a\nd 16001-16383 down fail',
  {
    nodes: {b: {strayKeys: [{slot: 3, keys: 2}]}},
  },
)

const OUTCOME = {
  status: 'unhealthy',
  searchedOwners: true,
  snapshot: DAMAGED,
  findings: runChecks(DAMAGED),
} as const

const NODE_KEYS = (
  'address busPort clusterState config configEpoch currentEpoch flags host id keys keysByDb knownNodes loading ' +
  'maxMemory openSlots port reachable refusals replication role slotCount slots software usedMemory version zone'
).split(' ')

describe('[U] JSON documents', () => {
  it('have one envelope', () => {
    expect(Object.keys(checkDocument(OUTCOME, WORDS))).to.deep.equal(['schema', 'command', 'outcome'])
    expect(checkDocument(OUTCOME, WORDS)).to.include({schema: 1, command: 'check'})
    expect(infoDocument(OUTCOME)).to.include({schema: 1, command: 'info'})
    expect(slotDocument({keys: []})).to.include({schema: 1, command: 'slot'})
    expect(factsDocument('local stop', {stopped: [7000]})).to.deep.include({schema: 1, command: 'local stop'})
  })

  it('of a check have these keys', () => {
    const {outcome} = checkDocument(OUTCOME, WORDS)
    expect(Object.keys(outcome)).to.deep.equal([
      'status',
      'searchedOwners',
      'ignored',
      'takenAt',
      'seed',
      'verdicts',
      'findings',
      'shards',
      'nodes',
    ])
    expect(outcome.status).to.equal('unhealthy')
    expect(outcome.takenAt).to.equal('2026-01-01T00:00:00.000Z')
    expect(outcome.seed).to.deep.equal(ref('a', 1))
  })

  it('give the verdicts', () => {
    const five = [{start: 5, end: 5}]
    expect(checkDocument(OUTCOME, WORDS).outcome.verdicts).to.deep.equal({
      agree: true,
      covered: false,
      openSlots: [
        {node: ref('a', 1), migrating: five, importing: []},
        {node: ref('b', 2), migrating: [], importing: five},
      ],
      sharedSlots: [{slot: 3, owners: [ref('a', 1), ref('b', 2)]}],
    })
  })

  it('leave out shared slots when they were not looked for', () => {
    const {outcome} = checkDocument({...OUTCOME, searchedOwners: false}, WORDS)
    expect(read(outcome.verdicts)).to.have.all.keys('agree', 'covered', 'openSlots')
  })

  it('give findings with words and facts, and call ranges slots', () => {
    const {findings} = checkDocument(OUTCOME, WORDS).outcome
    expect(findings[0]).to.deep.equal({
      code: 'slots-uncovered',
      severity: 'error',
      message: 'No node serves slots 16001-16383; the last owner of slots 16001-16383 was 10.0.0.4:7004.',
      advice: 'Start 10.0.0.4:7004 again to keep the keys, or: clustertool fix 10.0.0.1:7001',
      nodes: [ref('d', 4)],
      slots: [{start: 16_001, end: 16_383}],
      lastOwners: [{node: id('d'), slots: [{start: 16_001, end: 16_383}]}],
    })
    expect(JSON.stringify(findings)).not.to.contain('"ranges"')
    expect(findings).to.have.lengthOf(OUTCOME.findings.length)
  })

  it('give shards and nodes without the views', () => {
    const {shards, nodes} = checkDocument(OUTCOME, WORDS).outcome
    expect(shards[0]).to.deep.equal({
      primary: ref('a', 1),
      replicas: [ref('c', 3)],
      slots: [{start: 0, end: 8190}],
      slotCount: 8191,
      keys: 3,
    })
    expect(nodes).to.have.lengthOf(4)
    expect(Object.keys(read(nodes[0]) as object).sort()).to.deep.equal(NODE_KEYS)
    expect(nodes[0]).to.include({
      keys: 3,
      zone: 'east',
      slotCount: 8191,
      clusterState: 'ok',
      version: '7.2.4',
    })
    expect(nodes[0]?.openSlots).to.deep.equal([{slot: 5, direction: 'migrating', peer: id('b')}])
    expect(nodes[1]?.strayKeys).to.deep.equal([{slot: 3, keys: 2}])
    expect(nodes[2]).to.include({role: 'replica', primaryId: id('a')})
    expect(nodes[3]).to.include({reachable: false})
    expect(nodes[3]?.unreachableBecause).to.be.a('string')
  })

  it('give keys and memory per primary', () => {
    const {outcome} = infoDocument(OUTCOME)
    expect(outcome.totals).to.deep.equal({
      primaries: 2,
      replicas: 1,
      slots: 16_001,
      keys: 3,
      usedMemory: 2_097_152,
      keysPerSlot: 3 / 16_384,
    })
    expect(outcome.primaries[0]).to.deep.equal({
      ...ref('a', 1),
      reachable: true,
      keys: 3,
      slots: [{start: 0, end: 8190}],
      slotCount: 8191,
      usedMemory: 1_048_576,
      maxMemory: 0,
      replicas: [{...ref('c', 3), reachable: true}],
    })
  })

  it('give the place of a key, with owners only when a node was asked', () => {
    const key = {
      text: '{a}b',
      hex: '7b617d62',
      slot: 15_495,
      hashed: 'a',
      owners: undefined,
      replicas: undefined,
    }
    const asked = {...key, owners: DAMAGED.nodes.slice(0, 1), replicas: []}
    const place = {key: '{a}b', hex: '7b617d62', slot: 15_495, hashed: 'a'}
    expect(read(slotDocument({keys: [key, asked]}).outcome)).to.deep.equal({
      keys: [place, {...place, owners: [ref('a', 1)], replicas: []}],
    })
  })

  it('give a create from layout to cluster', () => {
    const step = {kind: 'assign-slots', node: id('a'), ranges: [{start: 0, end: 16_383}]} as const
    const planned: CreateOutcome = {
      status: 'planned',
      software: 'valkey',
      shards: [shard([{start: 0, end: 16_383}], 'a@h1/east', 'b@h2')],
      plan: {
        steps: [step],
        warnings: [
          {code: 'replica-beside-primary', nodes: [id('b')], ranges: [], place: {kind: 'host', name: 'h2'}},
        ],
      },
      steps: [],
      snapshot: undefined,
      findings: [],
    }
    const slots = [{start: 0, end: 16_383}]
    const stepJson = {
      kind: 'assign-slots',
      description: 'Assign slots 0-16383 to h1:7000',
      node: id('a'),
      slots,
    }
    expect(read(createDocument(planned, WORDS))).to.deep.equal({
      schema: 1,
      command: 'create',
      outcome: {
        status: 'planned',
        software: 'valkey',
        shards: [
          {
            primary: {id: id('a'), address: 'h1:7000', host: 'h1', zone: 'east'},
            replicas: [{id: id('b'), address: 'h2:7000', host: 'h2'}],
            slots,
            slotCount: 16_384,
          },
        ],
        plan: {
          steps: [stepJson],
          warnings: [
            {
              code: 'replica-beside-primary',
              severity: 'warning',
              message: 'Replica h2:7000 and its primary are on host h2 and can fail together.',
              advice: 'Use nodes on more hosts, with no host holding most of them.',
              nodes: [{id: id('b'), address: 'h2:7000'}],
              slots: [],
              place: {kind: 'host', name: 'h2'},
            },
          ],
        },
        steps: [],
        findings: [],
      },
    })
    const result = {step, status: 'failed', error: 'ERR no', milliseconds: 4} as const
    const {outcome} = createDocument(
      {...planned, status: 'incomplete', steps: [result], snapshot: DAMAGED},
      WORDS,
    )
    expect(outcome.steps).to.deep.equal([{...result, step: stepJson}])
    expect(outcome.cluster?.nodes).to.have.lengthOf(4)
  })

  it('give facts of local servers as they are, and the cluster as check has it', () => {
    const healthy = {snapshot: DAMAGED, findings: []}
    const cluster = {server: 's', software: 'redis', version: '7.2.4', nodes: []} as const
    const access = {
      address: 'h:1',
      user: undefined,
      passwordFile: undefined,
      cacert: undefined,
      cert: undefined,
      key: undefined,
    }
    const {outcome} = localStartDocument({started: [7000], cluster, isNew: false, access, healthy}, WORDS)
    expect(outcome).to.deep.include({started: [7000], cluster, access})
    expect(read(outcome)).to.have.nested.property('healthy.verdicts.covered', true)
  })

  it('give an error with nothing but code, message, hints and details', () => {
    const error = {
      code: 'REFUSED',
      message: 'no',
      hints: ['try'],
      details: [],
      exitCode: 4,
      stack: 'x',
    } as const
    expect(errorDocument('create', error)).to.deep.equal({
      schema: 1,
      command: 'create',
      error: {code: 'REFUSED', message: 'no', hints: ['try'], details: []},
    })
  })
})
