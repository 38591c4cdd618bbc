import type {ChangeOutcome, ChangeProposal} from '../domain/outcome.js'
import {nodeById} from '../domain/snapshot.js'
import {formatBytes} from './bytes.js'
import {namesOf} from './names.js'
import {list} from './words.js'

/** Which nodes get which primaries, a line for each. No line end after the last line. */
export function replicateProposalText({before, plan}: ChangeProposal): string {
  const nameOf = namesOf(before)
  return plan.steps
    .flatMap((step) => {
      if (step.kind !== 'replicate') return []
      const old = nodeById(before, step.node)?.primaryId
      const from = old === undefined ? '' : ` instead of ${nameOf(old)}`
      const bytes = nodeById(before, step.primary)?.info?.usedMemory ?? 0
      return [
        `${nameOf(step.node)} follows ${nameOf(step.primary)}${from}, and copies its data (about ${formatBytes(bytes)}).`,
      ]
    })
    .join('\n')
}

/** What was done, in one sentence. */
export function replicatedText({before, plan}: ChangeOutcome): string {
  const nodes = plan.steps.flatMap((step) => (step.kind === 'replicate' ? [step.node] : []))
  const verb = nodes.length === 1 ? 'follows its new primary and has' : 'follow their new primaries and have'
  return `${list(nodes.map(namesOf(before)), 10)} ${verb} all data.`
}
