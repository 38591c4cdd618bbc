import type {ClusterTally, CompareOutcome} from '../domain/compare.js'
import {count} from '../domain/count.js'
import {Troubles} from '../execution/import/job.js'
import {differenceText} from '../execution/compare/compare-lane.js'
import type {Comparison} from './compare-sides.js'

type CompareFacts = Pick<CompareOutcome, 'source' | 'sample'> & {
  /** By the clock of this process, in milliseconds. */
  readonly startedAt: number
  /** Why not all keys were looked at, or some perhaps on the wrong node; undefined if they were. */
  readonly partial: string | undefined
}

/** Why it is not known of some keys whether they are equal. */
function stillDoubtful({lanes}: Comparison): string | undefined {
  const changing = lanes.reduce((sum, {tally}) => sum + tally.changing, 0)
  return changing === 0
    ? undefined
    : `clients changed ${count(changing, 'key')} each time that it looked, and the cluster had none of these values`
}

/** What a comparison found. */
export function compareOutcome(comparison: Comparison, facts: CompareFacts): CompareOutcome {
  const {asked} = comparison
  const {startedAt, partial, ...given} = facts
  return {
    ...given,
    status: statusOf(comparison, partial),
    stopped: partial ?? stillDoubtful(comparison),
    databases: asked.map(({tally}) => ({...tally})).filter(({keys, same}) => keys + same > 0),
    cluster: clusterTallies(comparison),
    troubles: allTroubles(comparison),
    repair: undefined,
    milliseconds: performance.now() - startedAt,
  }
}

function statusOf(comparison: Comparison, partial: string | undefined): CompareOutcome['status'] {
  if (partial !== undefined) return 'incomplete'
  if (comparison.lanes.some(({wanting, extras}) => wanting.length + extras.size > 0)) return 'different'
  return stillDoubtful(comparison) === undefined ? 'same' : 'incomplete'
}

function clusterTallies({lanes, clusterLanes}: Comparison): ClusterTally[] {
  const dbs = [...new Set(clusterLanes.map(({tally}) => tally.db))].toSorted((a, b) => a - b)
  return dbs.map((db) => {
    const own = clusterLanes.filter(({tally}) => tally.db === db)
    const into = lanes.filter(({tally}) => tally.to === db)
    return {
      db,
      keys: own.reduce((sum, {tally}) => sum + tally.keys, 0),
      looked: own.reduce((sum, {tally}) => sum + tally.looked, 0),
      extra: into.reduce((sum, {extras}) => sum + extras.size, 0),
    }
  })
}

function allTroubles({lanes, troubles}: Comparison): CompareOutcome['troubles'] {
  const all = new Troubles()
  all.addAll(troubles)
  const what = differenceText('extra')
  for (const {extras, tally} of lanes) for (const {key} of extras.values()) all.add({key, db: tally.to, what})
  return {count: all.count, shown: [...all.shown]}
}
