import {ClusterToolError} from '../domain/errors.js'
import type {Move} from '../domain/move.js'
import {findingsAgainst} from '../planning/guard.js'
import type {Situation} from './change.js'

/** What the user wants to do, as in `before resharding`. */
export type Purpose =
  | 'resharding'
  | 'rebalancing'
  | 'removing nodes'
  | 'spreading nodes'
  | 'replacing nodes'
  | 'giving replicas other primaries'
  | 'importing'
  | 'verifying'
  | 'comparing'
  | 'restoring'

/** Throws UNHEALTHY if the state of the cluster forbids these moves, or any moves if none are given. */
export function refuseUnhealthy(
  {snapshot, findings, explain}: Pick<Situation, 'snapshot' | 'findings' | 'explain'>,
  moves: readonly Move[],
  purpose: Purpose,
): void {
  const against = findingsAgainst(moves, findings)
  if (against.length === 0) return
  throw new ClusterToolError('UNHEALTHY', `*** Please fix your cluster problems before ${purpose}`, {
    hints: [...explain(snapshot, against), 'Nothing was changed.'],
    details: against,
    facts: [{code: 'unhealthy', purpose}],
  })
}
