import type {CompareOutcome} from '../../../src/domain/compare.js'
import {VERIFY} from './outcomes.js'

/** An outcome of compare with all that it can have. */
export const COMPARE: CompareOutcome = {
  status: 'fixed',
  source: 'h:6379',
  sample: 100,
  databases: [{source: 'h:6379', from: 1, to: 0, keys: 9, same: 6, missing: 1, different: 1, changing: 1}],
  cluster: [{db: 0, keys: 9, looked: 9, extra: 1}],
  stopped: 'it was interrupted',
  troubles: VERIFY.troubles,
  repair: {brought: 2, deleted: 1, left: 0, savedIn: '/state/saved-keys-1.ndjson'},
  milliseconds: 12.5,
}
