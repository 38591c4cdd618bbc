import {isError} from '../domain/finding.js'
import type {ChangeOutcome, ChangeProposal} from '../domain/outcome.js'
import type {Status} from '../domain/status.js'
import type {StepResult} from '../domain/step.js'
import {nodeById} from '../domain/snapshot.js'
import {checkText} from './check-text.js'
import {continueLines} from './continue-text.js'
import {errorLines, healthText} from './health-text.js'
import {briefTotals, openLines, totalsLine} from './moved-text.js'
import {planNotes} from './move-text.js'
import {type NameOf, namesOf} from './names.js'
import type {TextOptions} from './palette.js'
import {describeStep} from './step-text.js'
import {isStopped, wasStopped} from '../domain/stopped.js'
import {stoppedText} from './stopped-text.js'
import {count} from '../domain/count.js'
import {printable} from './words.js'

export type ChangeTextOptions = TextOptions & {
  /** How a dry run shows the plan. Default: step by step. */
  readonly proposal?: (proposal: ChangeProposal, options: TextOptions) => string
  /** A picture above a plan that is not carried out. */
  readonly picture?: ((proposal: ChangeProposal, options: TextOptions) => string) | undefined
  /** Lines for success, below the check, if everything is shown. */
  readonly done?: (outcome: ChangeOutcome) => string[]
  /** What was done, in one sentence, beside the slots that were moved. */
  readonly brief?: (outcome: ChangeOutcome) => string
  readonly nothing?: string
}

/** The result of a change, and a check of the cluster if something was done. No line end after the last line. */
export function changeText(outcome: ChangeOutcome, options: ChangeTextOptions): string {
  return ENDINGS[outcome.status](outcome, options).join('\n')
}

const ENDINGS: {readonly [S in Status]: (outcome: ChangeOutcome, options: ChangeTextOptions) => string[]} = {
  planned: (outcome, options) => [
    ...(options.picture ? [options.picture(outcome, options)] : []),
    (options.proposal ?? stepsText)(outcome, options),
    plannedText(outcome),
  ],
  cancelled: () => ['Cancelled; nothing was changed.'],
  'nothing-to-do': (_outcome, options) => [options.nothing ?? 'Nothing to do.'],
  done: (outcome, options) =>
    options.detail === 'full'
      ? [...totalsLine(outcome.steps), ...checkLines(outcome, options), ...(options.done?.(outcome) ?? [])]
      : briefLines(outcome, options),
  incomplete: incompleteLines,
}

/** The errors that are left, then what was done and how the cluster is, in one line. */
function briefLines(outcome: ChangeOutcome, options: ChangeTextOptions): string[] {
  const {steps, snapshot, findings} = outcome
  const moved = briefTotals(steps)
  const done = options.brief?.(outcome)
  const parts = [
    ...(moved === undefined ? [] : [moved]),
    ...(done === undefined ? [] : [done]),
    ...(moved === undefined && done === undefined ? [`Did ${count(steps.length, 'step')}.`] : []),
    ...(snapshot ? [healthText(snapshot, findings, options)] : []),
  ]
  return [...(snapshot ? errorLines(snapshot, findings, options) : []), parts.join(' ')]
}

/** Why nothing was changed. */
export function plannedText({savedTo}: Pick<ChangeOutcome, 'savedTo'>): string {
  return savedTo === undefined
    ? 'Nothing was changed: this was a dry run.'
    : `Nothing was changed. The plan was saved; to carry it out: clustertool apply ${savedTo}`
}

/** The steps of a plan, numbered, and what to know before. */
function stepsText({before, plan}: ChangeProposal, options: TextOptions): string {
  const nameOf = namesOf(before)
  const steps = plan.steps.map((step, index) => `${index + 1}. ${describeStep(step, nameOf)}`)
  return ['>>> Steps', ...steps, ...planNotes({plan}, options)].join('\n')
}

function incompleteLines(outcome: ChangeOutcome, options: ChangeTextOptions): string[] {
  return [...checkLines(outcome, options), ...incompleteWords(outcome)]
}

/** What was done and not done, why, and how to continue. */
export function incompleteWords({steps, before, snapshot}: ChangeOutcome): string[] {
  const nameOf = namesOf(before)
  const done = steps.filter(({status}) => status === 'done').length
  const seed = nodeById(before, before.seed)?.address ?? 'HOST:PORT'
  return [
    ...totalsLine(steps),
    wasStopped(steps) ? stoppedText(steps) : `Incomplete: ${done} of ${count(steps.length, 'step')} done.`,
    ...troubleLines(steps, nameOf),
    ...openLines(steps, nameOf),
    ...(done === steps.length
      ? [leftText(snapshot === undefined, seed)]
      : continueLines(steps, {seed, nameOf})),
  ]
}

function leftText(unread: boolean, seed: string): string {
  return unread
    ? `Every step is done, but the cluster could not be read afterwards: clustertool check ${seed}`
    : `Every step is done, but a check finds new errors. Check again: clustertool check ${seed}`
}

const SHOWN = 10

/** What failed and what was not run; the first ones if there are many. */
export function troubleLines(steps: readonly StepResult[], nameOf: NameOf): string[] {
  const failed = steps
    .filter((result) => result.status === 'failed' && !isStopped(result))
    .map(({step, error}) => `Failed: ${describeStep(step, nameOf)}: ${printable(error ?? 'unknown reason')}`)
  const left = steps
    .filter(({status}) => status === 'not-run')
    .map(({step}) => `Not run: ${describeStep(step, nameOf)}`)
  const more = left.length > SHOWN ? [`Not run: ${count(left.length - SHOWN, 'more step')}`] : []
  return [...failed, ...left.slice(0, SHOWN), ...more]
}

/** Something that happened and that the user should know. */
export function noteText(note: string): string {
  return `Note: ${printable(note)}`
}

function checkLines({snapshot, findings}: ChangeOutcome, options: TextOptions): string[] {
  if (!snapshot) return []
  if (options.detail !== 'full') {
    return [...errorLines(snapshot, findings, options), healthText(snapshot, findings, options)]
  }
  const status = findings.some(isError) ? 'unhealthy' : 'healthy'
  return [checkText({status, searchedOwners: false, snapshot, findings}, options)]
}
