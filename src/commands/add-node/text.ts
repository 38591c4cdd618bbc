import type {ChangeProposal} from '../../domain/outcome.js'
import type {Step} from '../../domain/step.js'
import {nodeById} from '../../domain/snapshot.js'
import {planNotes} from '../../report/move-text.js'
import {type NameOf, namesOf} from '../../report/names.js'
import type {TextOptions} from '../../report/palette.js'

/** What an add-node will do, in the lines that scripts know. `names`: the nodes as typed. */
export function addNodeProposalText(
  {before, plan}: ChangeProposal,
  typed: readonly string[],
  options: TextOptions,
): string {
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
