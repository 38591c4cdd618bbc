import {isError} from '../domain/finding.js'
import type {CreateOutcome} from '../domain/outcome.js'
import type {Status} from '../domain/status.js'
import {plannedText, troubleLines} from './change-text.js'
import {checkText} from './check-text.js'
import {errorLines, healthText} from './health-text.js'
import {namesOfShards} from './names.js'
import type {TextOptions} from './palette.js'
import {proposalText} from './proposal-text.js'
import {describeStep} from './step-text.js'
import {wasStopped} from '../domain/stopped.js'
import {stoppedText} from './stopped-text.js'
import {count} from '../domain/count.js'

export {proposalText} from './proposal-text.js'

/**
 * The result of a create, and a check of the cluster if there is one. A plan that was only shown is part of it;
 * otherwise it was shown before the question. No line end after the last line.
 */
export function createText(outcome: CreateOutcome, options: TextOptions): string {
  const check = clusterText(outcome, options)
  return [STATUS_TEXTS[outcome.status](outcome, options), ...(check === undefined ? [] : [check])].join('\n')
}

type StatusText = (outcome: CreateOutcome, options: TextOptions) => string

const STATUS_TEXTS: {readonly [S in Status]: StatusText} = {
  planned: dryRunText,
  cancelled: () => 'Cancelled; nothing was changed.',
  'nothing-to-do': () => 'Nothing to do: the nodes already form this cluster.',
  done: doneText,
  incomplete: incompleteText,
}

function doneText({shards, steps, snapshot, findings}: CreateOutcome, options: TextOptions): string {
  const replicas = shards.reduce((sum, shard) => sum + shard.replicas.length, 0)
  const shape = `${count(shards.length, 'shard')} with ${count(replicas, 'replica')} in all`
  if (options.detail === 'full') return `Created a cluster of ${shape}, in ${count(steps.length, 'step')}.`
  const created = `Created a cluster of ${shape}.`
  return snapshot ? `${created} ${healthText(snapshot, findings, options)}` : created
}

function dryRunText(outcome: CreateOutcome, options: TextOptions): string {
  const {plan, shards} = outcome
  const nameOf = namesOfShards(shards)
  const steps = plan.steps.map((step, index) => `${index + 1}. ${describeStep(step, nameOf)}`)
  const heading = steps.length === 0 ? '>>> Nothing is left to do.' : '>>> Steps'
  if (options.detail !== 'full') {
    return [proposalText(outcome, options), plannedText(outcome)].join('\n')
  }
  return [proposalText(outcome, options), heading, ...steps, plannedText(outcome)].join('\n')
}

/** What was done and not done, why, and how to continue. */
export function incompleteText({steps, shards, snapshot}: CreateOutcome): string {
  const done = steps.filter(({status}) => status === 'done').length
  const again = 'To finish it, run the same create again with the same nodes in the same order.'
  if (done < steps.length) {
    const heading = wasStopped(steps)
      ? stoppedText(steps)
      : `Incomplete: ${done} of ${count(steps.length, 'step')} done.`
    return [heading, ...troubleLines(steps, namesOfShards(shards)), again].join('\n')
  }
  const seed = shards[0]?.primary.address ?? 'HOST:PORT'
  return snapshot
    ? `Incomplete: every step is done, but a check finds errors. Check again: clustertool check ${seed}`
    : `Incomplete: every step is done, but the cluster could not be read afterwards: clustertool check ${seed}`
}

function clusterText({status, snapshot, findings}: CreateOutcome, options: TextOptions): string | undefined {
  if (!snapshot || (status === 'done' && options.detail !== 'full')) return undefined
  if (options.detail !== 'full') {
    return [...errorLines(snapshot, findings, options), healthText(snapshot, findings, options)].join('\n')
  }
  const health = findings.some(isError) ? 'unhealthy' : 'healthy'
  return checkText({status: health, searchedOwners: false, snapshot, findings}, options)
}
