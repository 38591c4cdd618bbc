import type {ChangeProposal} from '../../domain/outcome.js'
import type {Step} from '../../domain/step.js'
import {nodeById} from '../../domain/snapshot.js'
import {planNotes} from '../../report/move-text.js'
import {cautionLines} from '../../report/caution-text.js'
import {type NameOf, namesOf} from '../../report/names.js'
import {paintFor, type TextOptions} from '../../report/palette.js'
import {list} from '../../report/words.js'

/** What an add-node will do. `typed`: the nodes as typed. */
export function addNodeProposalText(
  proposal: ChangeProposal,
  typed: readonly string[],
  options: TextOptions,
): string {
  if (options.detail === 'full') return fullText(proposal, typed, options)
  const cautions = cautionLines(proposal.plan.cautions ?? [], paintFor(options))
  return [`Add ${additionWords(proposal, typed)}.`, ...cautions].join('\n')
}

/** What was added, in one sentence. */
export function addedText(proposal: ChangeProposal, typed: readonly string[]): string {
  return `Added ${additionWords(proposal, typed)}.`
}

function additionWords({before, plan}: ChangeProposal, typed: readonly string[]): string {
  const one = typed.length === 1
  const primaries = plan.steps.flatMap((step) => (step.kind === 'replicate' ? [step.primary] : []))
  if (primaries.length === 0) return `${list(typed)} ${one ? 'as a primary' : 'as primaries'} without slots`
  return `${list(typed)} ${one ? 'as a replica' : 'as replicas'} of ${list([...new Set(primaries)].map(namesOf(before)))}`
}

function fullText({before, plan}: ChangeProposal, typed: readonly string[], options: TextOptions): string {
  const seed = nodeById(before, before.seed)?.address ?? 'HOST:PORT'
  const nameOf = namesOf(before)
  const known = new Set(before.nodes.map(({id}) => id))
  const joins = plan.steps.some(({kind}) => kind === 'meet')
  return [
    ...typed.map((address) => `>>> Adding node ${address} to cluster ${seed}`),
    ...plan.steps.flatMap((step) => stepLines(step, nameOf)),
    ...(joins
      ? typed
          .filter((address) => !before.nodes.some((node) => node.address === address && known.has(node.id)))
          .map((address) => `>>> Send CLUSTER MEET to node ${address} to make it join the cluster.`)
      : []),
    ...planNotes({plan}, options),
  ].join('\n')
}

/** The last line of a successful add-node. */
export const ADDED = '[OK] New node added correctly.'

function stepLines(step: Step, nameOf: NameOf): string[] {
  if (step.kind === 'copy-functions') return ['>>> Getting functions from cluster']
  return step.kind === 'replicate' ? [`>>> Configure node as replica of ${nameOf(step.primary)}.`] : []
}
