import {expect} from 'chai'
import type {Operation, Standing} from '../../../src/domain/operation.js'
import type {Step} from '../../../src/domain/step.js'
import {judgeOperations} from '../../../src/planning/standing.js'
import {A, B, C, D, E, F, facts, move, operation, THREE} from './operation-fixture.js'

const KILLED = {status: 'unfinished'} as const
const reshard = (wish: Parameters<typeof operation>[2] = KILLED) =>
  operation('reshard', [move(A, B, 0, 99)], wish)
const create = (wish: Parameters<typeof operation>[2] = KILLED) =>
  operation('create', [{kind: 'meet', nodes: [A, B, C]}], {...wish, nodes: [], joining: [A, B, C]})
const forgetting = (node: typeof A): Step[] => [
  {kind: 'forget', node, by: [A, B]},
  {kind: 'reset', node},
]

/** The first operation, the operations after it, and the standing of the first one. */
const CASES: readonly (readonly [
  string,
  (first: Operation) => readonly Operation[],
  Standing,
  Operation?,
])[] = [
  ['nothing came after', () => [], 'killed'],
  ['it ended itself', () => [], 'done', reshard({status: 'done'})],
  ['it was stopped', () => [], 'incomplete', reshard({status: 'incomplete'})],
  ['the user dismissed it', () => [], 'dismissed', reshard({...KILLED, dismissed: true})],
  ['the same slots were moved', () => [operation('reshard', [move(B, C, 50, 60)])], 'superseded'],
  [
    'other slots were taken from its target',
    () => [operation('rebalance', [move(B, C, 7000, 7001)])],
    'superseded',
  ],
  [
    'other slots were given to its source',
    () => [operation('rebalance', [move(C, A, 12_000, 12_001)])],
    'superseded',
  ],
  ['the same pair moved other slots', () => [operation('reshard', [move(A, B, 200, 201)])], 'superseded'],
  ['other nodes moved other slots', () => [operation('reshard', [move(C, D, 12_000, 12_001)])], 'killed'],
  [
    'what touched it was interrupted too',
    () => [operation('reshard', [move(B, C, 50, 60)], KILLED)],
    'killed',
  ],
  [
    'what touched it did not begin that step',
    () => [
      operation('reshard', [move(C, D, 12_000, 12_001), move(B, C, 0, 9)], {
        results: [{index: 0, status: 'done', move: undefined}],
      }),
    ],
    'killed',
  ],
  ['its target was removed', () => [operation('del-node', forgetting(B))], 'superseded'],
  ['another node was removed', () => [operation('del-node', forgetting(D))], 'killed'],
  ['it was taken up and done', ({id}) => [operation('resume', [], {of: id})], 'superseded'],
  [
    'it was taken up, and that was interrupted',
    ({id}) => [operation('resume', [move(A, B, 0, 99)], {...KILLED, of: id})],
    'killed',
  ],
  ['a repair went on with it', ({id}) => [operation('fix', [move(A, B, 0, 9)], {of: id})], 'killed'],
  ['a repair moved its slots elsewhere', () => [operation('fix', [move(A, C, 0, 9)])], 'superseded'],
  [
    'what touched it was interrupted, taken up and done',
    () => {
      const second = operation('reshard', [move(B, C, 50, 60)], KILLED)
      return [second, operation('resume', [], {of: second.id})]
    },
    'superseded',
  ],
  [
    'a repair after a repair',
    () => [operation('fix', [])],
    'superseded',
    operation('fix', [move(A, B, 0, 9)], KILLED),
  ],
  [
    'another cluster moved the same slots',
    () => [operation('reshard', [move(D, E, 0, 99)], {nodes: [facts(D), facts(E), facts(F)]})],
    'killed',
  ],
  ['the same create again', () => [create({status: 'done'})], 'superseded', create()],
  [
    'the same create again with nothing but waiting left',
    () => [operation('create', [{kind: 'agree', nodes: [A, B, C]}], {nodes: [], joining: [A, B, C]})],
    'superseded',
    create(),
  ],
  [
    'its nodes were found to be a cluster',
    () => [operation('reshard', [move(A, B, 0, 9)], KILLED)],
    'superseded',
    create(),
  ],
  [
    'its nodes were found without some slots',
    () => [operation('fix', [], {...KILLED, nodes: THREE.slice(1)})],
    'killed',
    create(),
  ],
]

describe('[U] the standing of operations', () => {
  for (const [what, after, standing, one] of CASES) {
    it(`${standing}: ${what}`, () => {
      const first = one ?? reshard()
      expect(judgeOperations([first, ...after(first)], new Set())[0]?.standing).to.equal(standing)
    })
  }

  it('running: its process is running, whatever came after it', () => {
    const first = reshard()
    const [judged] = judgeOperations([first, operation('reshard', [move(A, B, 0, 99)])], new Set([first.id]))
    expect(judged).to.include({standing: 'running', supersededBy: undefined})
  })

  it('names the operation that superseded it', () => {
    const later = operation('reshard', [move(B, C, 50, 60)])
    expect(judgeOperations([{...reshard(), id: '0'}, later], new Set())[0]?.supersededBy).to.equal(later.id)
  })
})
