import type {JudgedOperation} from '../domain/operation.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {FixRule} from '../domain/repair.js'
import type {Step, StepResult} from '../domain/step.js'
import {wasStopped} from '../domain/stopped.js'
import {clusterDocument} from './cluster.js'
import {type CommandDocument, documentOf} from './document.js'
import {settingsFields} from './control.js'
import {findingDocuments} from './finding.js'
import {operationEntry} from './history.js'
import {refsAmong} from './refs.js'
import {stepDocument} from './step.js'
import type {DocumentWords} from './words.js'

type ChangeCommand =
  | 'failover'
  | 'replace'
  | 'roll'
  | 'replicate'
  | 'reshard'
  | 'add-node'
  | 'del-node'
  | 'fix'
  | 'apply'
type ChangeFields = CommandDocument<ChangeCommand>['outcome']
type Reason = {readonly rule?: FixRule; readonly why?: string; readonly risk?: string}

/** The document of a command that changes a running cluster, from the plan to the cluster that came of it. */
export function changeDocument(
  command: ChangeCommand,
  outcome: ChangeOutcome,
  words: DocumentWords,
): CommandDocument<ChangeCommand> {
  return documentOf(command, changeFields(outcome, words))
}

/** The same for a command that takes up or takes back an operation, or found none. */
export function operationDocument(
  command: 'resume' | 'undo',
  {outcome, over}: {readonly outcome: ChangeOutcome | undefined; readonly over?: JudgedOperation | undefined},
  words: DocumentWords,
): CommandDocument<'resume' | 'undo'> {
  if (outcome) return documentOf(command, changeFields(outcome, words))
  return documentOf(command, {status: 'nothing-to-do', superseded: over && operationEntry(over)})
}

/** The outcome of a change in a document. */
export function changeFields(outcome: ChangeOutcome, words: DocumentWords): ChangeFields {
  const {status, savedTo, before, plan, steps, snapshot, findings} = outcome
  const describe = words.steps(before)
  const refOf = refsAmong([...before.nodes, ...(snapshot?.nodes ?? [])])
  return {
    status,
    stopped: wasStopped(steps) ? true : undefined,
    savedTo,
    plan: {
      steps: plan.steps.map((step, at) => ({
        ...stepDocument(step, describe),
        ...reasonOf(plan.reasons?.[at], words),
      })),
      warnings: findingDocuments(plan.warnings, {words, place: before, refOf}),
      cautions: (plan.cautions ?? []).map(({nodes, ...caution}) => ({...caution, nodes: nodes.map(refOf)})),
      takenUp: plan.takenUp && {
        ...operationEntry(plan.takenUp.operation),
        since: plan.takenUp.since.map(operationEntry),
        kept: plan.takenUp.kept && settingsFields(plan.takenUp.kept),
      },
    },
    steps: steps.map((result) => resultDocument(result, describe)),
    findings: findingDocuments(findings, {words, place: snapshot ?? before, refOf}),
    cluster: snapshot && clusterDocument({snapshot, findings, searchedOwners: false}, words),
  }
}

/** Of a repair: why a step is taken, and what can go wrong by it. */
function reasonOf(rule: FixRule | undefined, words: DocumentWords): Reason {
  return rule === undefined ? {} : {rule, ...words.rule(rule)}
}

function resultDocument(
  {step, status, error, milliseconds, move, switchOver, restart, notes}: StepResult,
  describe: (step: Step) => string,
): ChangeFields['steps'][number] {
  return {
    step: stepDocument(step, describe),
    status,
    error,
    milliseconds,
    move,
    switchOver,
    restart,
    notes: notes ?? [],
  }
}
