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
