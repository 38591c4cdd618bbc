import type {ChangeOutcome} from '../../../src/domain/outcome.js'
import {CHECK} from './outcomes.js'

const {snapshot: now} = CHECK

export const FAILOVER: ChangeOutcome = {
  status: 'done',
  savedTo: undefined,
  before: now,
  plan: {steps: [{kind: 'switch-over', node: now.seed, primary: now.seed}], warnings: []},
  steps: [
    {
      step: {kind: 'switch-over', node: now.seed, primary: now.seed},
      status: 'done',
      error: undefined,
      milliseconds: 5,
      switchOver: {heldMs: 12.5, resyncs: {partial: 1, full: 0}},
    },
  ],
  snapshot: now,
  findings: [],
}

export const ROLL: ChangeOutcome = {
  ...FAILOVER,
  plan: {steps: [], warnings: []},
  steps: [
    {
      step: {
        kind: 'restart',
        node: now.seed,
        address: 'h:1',
        nodes: [now.seed],
        command: 'true',
        shard: 1,
        runId: 'x',
        limitMs: 5,
        pauseMs: 0,
      },
      status: 'done',
      error: undefined,
      milliseconds: 5,
      restart: {downMs: 5, resync: 'partial', from: 'Redis 7.0.1', to: 'Redis 8.0.0'},
    },
  ],
}
