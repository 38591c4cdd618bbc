import type {Answer, Configured, ConfigureOutcome} from '../../domain/answer.js'
import {addressOf} from '../../report/names.js'
import {valueCell} from './settings-text.js'
import {count} from '../../domain/count.js'

/** The output that scripts know from `redis-cli --cluster set-timeout`. Also says which part failed on a node. */
export function timeoutText({answers}: ConfigureOutcome): string {
  const lines = answers.map((answer) => {
    const problem = problemOf(answer)
    const name = nameOf(answer)
    return problem === undefined
      ? `*** New timeout set for ${name}`
      : `ERR setting node-timeout for ${name}: ${problem}`
  })
  const failed = answers.filter((answer) => problemOf(answer) !== undefined).length
  return [
    '>>> Reconfiguring node timeout in every cluster node...',
    ...lines,
    `>>> New node timeout set. ${answers.length - failed} OK, ${failed} ERR.`,
  ].join('\n')
}

/** A line for each node with the old and the new value, then how many were changed, and saved. */
export function configureText(outcome: ConfigureOutcome): string {
  const {name, rewrite, answers} = outcome
  const ok = answers.flatMap((answer) => (answer.status === 'ok' ? [answer.value] : []))
  const saved = ok.filter((configured) => configured.saved).length
  const sum = `${name} was set on ${ok.length} of ${count(answers.length, 'node')}`
  const ending = rewrite
    ? `and saved in the configuration file of ${saved}.`
    : 'and not saved in configuration files.'
  return [...answers.map((answer) => configuredLine(answer, outcome)), `${sum} ${ending}`].join('\n')
}

function configuredLine(answer: Answer<Configured>, {name, value}: ConfigureOutcome): string {
  if (answer.status !== 'ok') return `${nameOf(answer)}: not set: ${answer.error}`
  const {before, after, notSavedBecause} = answer.value
  const line = `${nameOf(answer)}: ${name} ${valueCell(before)} -> ${valueCell(after ?? value)}`
  return notSavedBecause === undefined
    ? line
    : `${line}, but not saved in its configuration file: ${notSavedBecause}`
}

function problemOf(answer: Answer<Configured>): string | undefined {
  if (answer.status !== 'ok') return answer.error
  const {notSavedBecause} = answer.value
  if (notSavedBecause === undefined) return undefined
  return `timeout set, but not saved in its configuration file: ${notSavedBecause}`
}

function nameOf({node}: Answer<Configured>): string {
  return addressOf(node) ?? node.id
}
