import {MOVE_DEFAULTS} from '../../../src/domain/move.js'

const AT = '2026-11-21T10:00:00.000Z'

/** The first line of a journal. */
export const BEGUN = {
  at: AT,
  type: 'begun',
  format: 'clustertool-journal',
  version: 1,
  host: 'h',
  pid: 7,
  command: 'reshard',
  createdAt: AT,
  cluster: {seed: 'a'.repeat(40), nodes: [], others: []},
  options: {joinLimitMs: 1, moving: MOVE_DEFAULTS},
  plan: {steps: [{kind: 'agree', nodes: []}]},
}
