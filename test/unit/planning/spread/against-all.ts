import {applyActions} from '../../../../src/planning/spread/apply.js'
import {kindsFor} from '../../../../src/planning/spread/audit.js'
import {planSpread} from '../../../../src/planning/spread/plan.js'
import {placement, randomText} from './clusters.js'
import {bestOfAll, compare, safetyOf} from './oracle.js'
import {flawsOf} from './valid.js'

/** What a comparison of plans with the best of all plans has shown. */
export type Comparison = {
  readonly clusters: number
  /** In how many the best plan moves a replica. */
  readonly moving: number
  /** In how many the best plan is safer than the placement was. */
  readonly mended: number
  /** The clusters whose plan is less safe than the best one, or cannot be carried out. */
  readonly worse: readonly string[]
  /** In how many the plan costs as many bytes as the best one. */
  readonly equal: number
  /** By which part of the best cost a plan exceeds it at most; below 0 if the best of all is none. */
  readonly excess: number
}

/** Plans random clusters and compares each plan with the best one, which trying everything has found. */
export function comparePlans(random: (limit: number) => number, clusters: number): Comparison {
  const results = Array.from({length: clusters}, () => compareOne(randomText(random)))
  const excesses = results.map(({bytes, best}) => (bytes === best ? 0 : bytes / best - 1))
  return {
    clusters,
    moving: results.filter(({best}) => best > 0).length,
    mended: results.filter(({mended}) => mended).length,
    worse: results.flatMap(({problem}) => problem ?? []),
    equal: results.filter(({bytes, best}) => bytes === best).length,
    excess: excesses.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0),
  }
}

function compareOne(text: string): {
  bytes: number
  best: number
  mended: boolean
  problem: string | undefined
} {
  const given = placement(text)
  const kinds = kindsFor(given)
  const plan = planSpread(given, kinds)
  const best = bestOfAll(given, kinds)
  const reached = safetyOf(applyActions(given, plan.waves.flat()), kinds)
  const flaws = flawsOf(given, plan.waves)
  const worse = compare(reached, best.safety) > 0 ? [`${reached.join()} and not ${best.safety.join()}`] : []
  const problems = [...flaws, ...worse]
  return {
    bytes: plan.bytes,
    best: best.bytes,
    mended: compare(best.safety, safetyOf(given, kinds)) < 0,
    problem: problems.length === 0 ? undefined : `${problems.join('; ')}:\n${text}`,
  }
}
