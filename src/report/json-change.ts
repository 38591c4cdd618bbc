import type {ChangeOutcome} from '../domain/outcome.js'
import type {StepResult} from '../domain/step.js'
import type {FixRule} from '../domain/repair.js'
import {runningContext} from './finding-text.js'
import {FIX_RULES} from './fix-text.js'
import {clusterJson} from './json-cluster.js'
import {findingsJson, refsAmong, stepJson} from './json-facts.js'
import {operationEntry} from './json-history.js'
import type {ChangeJson, ChangeStepJson, ReasonJson} from './json-types.js'
import {type NameOf, namesOf} from './names.js'
import {wasStopped} from './stopped-text.js'

/** A change from the plan to the cluster that came of it. */
export function changeOutcomeJson(outcome: ChangeOutcome): ChangeJson {
  const {status, savedTo, before, plan, steps, snapshot, findings} = outcome
  const nameOf = namesOf(before)
  const refOf = refsAmong([...before.nodes, ...(snapshot?.nodes ?? [])])
  return {
    status,
    stopped: wasStopped(steps) ? true : undefined,
    savedTo,
    plan: {
      steps: plan.steps.map((step, at) => ({...stepJson(step, nameOf), ...reasonJson(plan.reasons?.[at])})),
      warnings: findingsJson(plan.warnings, runningContext(before), refOf),
      cautions: (plan.cautions ?? []).map(({nodes, ...caution}) => ({...caution, nodes: nodes.map(refOf)})),
      takenUp: plan.takenUp && {
        ...operationEntry(plan.takenUp.operation),
        since: plan.takenUp.since.map(operationEntry),
      },
    },
    steps: steps.map((result) => resultJson(result, nameOf)),
    findings: findingsJson(findings, runningContext(snapshot ?? before), refOf),
    cluster: snapshot && clusterJson({snapshot, findings, searchedOwners: false}),
  }
}

/** Of a repair: why a step is taken, and what can go wrong by it. */
function reasonJson(rule: FixRule | undefined): ReasonJson {
  return rule === undefined ? {} : {rule, ...FIX_RULES[rule]}
}

function resultJson(
  {step, status, error, milliseconds, move, notes}: StepResult,
  nameOf: NameOf,
): ChangeStepJson {
  return {step: stepJson(step, nameOf), status, error, milliseconds, move, notes: notes ?? []}
}
