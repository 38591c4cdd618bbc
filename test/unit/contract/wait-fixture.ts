import type {WaitOutcome} from '../../../src/domain/wait.js'
import {id} from '../../support/snapshot.js'

const A = id('a')

/** What a wait has come to that reached its time limit. */
export const WAIT: WaitOutcome = {
  status: 'timed-out',
  milliseconds: 1002,
  last: {
    judged: [
      {condition: {kind: 'healthy'}, missing: []},
      {
        condition: {kind: 'nodes', nodes: 6},
        missing: [
          {code: 'other-count', nodes: [], known: 2},
          {code: 'node-unreachable', nodes: [A, id('nobody')]},
        ],
      },
    ],
    nodes: [{id: A, host: 'h', address: 'h:1'}],
    unread: undefined,
  },
}
