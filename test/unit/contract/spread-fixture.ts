import type {SpreadPlan} from '../../../src/domain/spread.js'
import {id} from '../../support/snapshot.js'

const [A, B] = [id('a'), id('b')]

/** A plan to spread nodes that has everything that such plans can have. */
export const SPREAD: SpreadPlan = {
  before: {
    kinds: ['zone', 'host'],
    losses: [{place: {kind: 'zone', name: 'z'}, nodes: 2, primaries: 1, lost: [A], losesMajority: true}],
    votes: {total: 3, alive: 2, needed: 2, spare: 0},
    withoutZone: [B],
    withoutCopy: [A],
  },
  waves: [
    [{kind: 'switch-over', replica: B, primary: A, reason: {code: 'wanted'}}],
    [
      {
        kind: 'replicate',
        node: A,
        from: B,
        primary: B,
        bytes: 7,
        reason: {code: 'shard-in-one-place', place: {kind: 'zone', name: 'z'}},
      },
      {kind: 'replicate', node: B, from: undefined, primary: A, bytes: 7, reason: {code: 'fewer-replicas'}},
    ],
  ],
  after: {
    kinds: ['zone', 'host'],
    losses: [],
    votes: {total: 3, alive: 3, needed: 2, spare: 1},
    withoutZone: [],
    withoutCopy: [],
  },
  bytes: 14,
  lacks: [
    {primary: A, where: 'outside', place: {kind: 'host', name: 'h'}, mends: ['shard']},
    {primary: B, where: 'new', kind: 'zone', number: 1, mends: ['shard', 'majority']},
  ],
  shortages: [
    {kind: 'zone', places: 2, needed: 3},
    {kind: 'host', places: 1, needed: undefined},
  ],
}
