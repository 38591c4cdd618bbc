import {expect} from 'chai'
import type {NodeId} from '../../../src/domain/node.js'
import type {Step, StepKind, StepOf} from '../../../src/domain/step.js'
import {nodesIn} from '../../../src/domain/step-nodes.js'

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(40) as NodeId) as [
  NodeId,
  NodeId,
  NodeId,
  NodeId,
]
const ranges = [{start: 0, end: 5}]

/** A step of each kind, with all optional fields. */
const STEPS: {readonly [K in StepKind]: Required<StepOf<K>>} = {
  'assign-slots': {kind: 'assign-slots', node: A, ranges},
  'set-epoch': {kind: 'set-epoch', node: A, epoch: 1},
  meet: {kind: 'meet', nodes: [A, B], newcomers: [C]},
  replicate: {kind: 'replicate', node: A, primary: B},
  agree: {kind: 'agree', nodes: [A, B], inAnyState: true, inAnyView: true, without: [C], inAnySync: true},
  'migrate-slots': {
    kind: 'migrate-slots',
    source: A,
    target: B,
    ranges,
    method: 'keys',
    after: [0],
    vouched: true,
  },
  'copy-functions': {kind: 'copy-functions', from: A, node: B},
  forget: {kind: 'forget', node: A, by: [B, C]},
  reset: {kind: 'reset', node: A},
  'close-slots': {kind: 'close-slots', ranges, owner: A, marked: [B], expecting: [C, D]},
  'claim-slots': {kind: 'claim-slots', node: A, ranges},
  'adopt-keys': {kind: 'adopt-keys', source: A, target: B, ranges, giveUp: true, discard: true},
  'reveal-keys': {kind: 'reveal-keys', node: A},
  'switch-over': {kind: 'switch-over', node: A, primary: B},
  'await-sync': {kind: 'await-sync', nodes: [A, B]},
  restart: {
    kind: 'restart',
    node: A,
    address: 'a:1',
    nodes: [B, C],
    command: 'true',
    shard: 1,
    runId: 'x',
    versionTo: '8',
    limitMs: 1,
    pauseMs: 0,
    expects: 'full',
  },
  failover: {kind: 'failover', node: A, primary: B, withoutVotes: true, atOnce: true},
  'bump-epoch': {kind: 'bump-epoch', node: A},
  'end-atomic': {kind: 'end-atomic', node: A, method: 'atomic-redis'},
}

describe('[U] nodesIn', () => {
  for (const step of Object.values(STEPS) as Step[]) {
    it(`finds every id that ${step.kind} contains`, () => {
      const ids = [...new Set(JSON.stringify(step).match(/\b[0-9a-f]{40}\b/g))]
      expect(nodesIn([step])).to.have.members(ids)
      expect(ids).not.to.deep.equal([])
    })
  }

  it('names each node once, in the order of the steps', () => {
    expect(nodesIn([STEPS.reset, STEPS.forget, STEPS.meet])).to.deep.equal([A, B, C])
  })

  it('accepts steps without their optional fields', () => {
    expect(
      nodesIn([
        {...STEPS['close-slots'], owner: undefined},
        {kind: 'meet', nodes: [D]},
      ]),
    ).to.deep.equal([B, C, D])
  })
})
