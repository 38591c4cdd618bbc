import type {Answer, Configured} from '../domain/answer.js'
import {addressOf} from './names.js'
import {count} from '../domain/count.js'
import {list} from './words.js'

/** One sentence that names each node that failed and why; undefined if none did. */
export function failedNodes(answers: readonly Answer<unknown>[], reasonOf = reasonFor): string | undefined {
  const names = new Map<string, string[]>()
  for (const answer of answers) {
    const reason = reasonOf(answer)
    if (reason === undefined) continue
    const name = addressOf(answer.node) ?? answer.node.id
    names.set(reason, [...(names.get(reason) ?? []), name])
  }
  if (names.size === 0) return undefined
  const failed = [...names.values()].flat().length
  const reasons = [...names].map(([reason, nodes]) => `${list(nodes, nodes.length)}: ${reason}`)
  return `${failed} of ${count(answers.length, 'node')} failed. ${reasons.join('; ')}`
}

/** The sentence about nodes whose setting should change: a setting that could not be saved is a failure too. */
export function failedConfigured(answers: readonly Answer<Configured>[]): string | undefined {
  return failedNodes(answers, (answer) => {
    if (answer.status !== 'ok') return reasonFor(answer)
    const {notSavedBecause} = answer.value as Configured
    return notSavedBecause === undefined
      ? undefined
      : `set, but not saved in its configuration file: ${notSavedBecause}`
  })
}

function reasonFor(answer: Answer<unknown>): string | undefined {
  if (answer.status === 'ok') return undefined
  return answer.status === 'error' ? `it answered: ${answer.error}` : answer.error
}
