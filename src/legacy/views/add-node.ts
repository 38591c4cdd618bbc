import type {AddNodeTyped, LegacyChangeView} from '../../cli/legacy-port.js'
import {legacyCheckLines} from './check-lines.js'
import {legacyChangeEnding} from './endings.js'
import type {TellEvent} from './first-of-kind.js'
import {addingLines, legacyAddProposal, tellAdd} from './member-lines.js'
import type {LegacyText} from './words.js'

/** add-node, which does not ask. */
export function addNodeView(
  {nodes, seed, asReplicas, namesPrimary}: AddNodeTyped,
  text: LegacyText,
): LegacyChangeView {
  const joining = {typed: nodes, asReplicas, isChosen: !namesPrimary}
  let tell: TellEvent | undefined
  return {
    opening: addingLines(nodes, seed),
    look: (snapshot, findings) =>
      legacyCheckLines({snapshot, findings, searchedOwners: false}, text, {keys: false, nodes: true}),
    show(proposal) {
      tell = tellAdd(proposal, joining)
      const lines = legacyAddProposal(proposal, joining, text)
      return lines.length > 0 ? lines.join('\n') : undefined
    },
    question: undefined,
    event: (event) => tell?.(event) ?? [],
    ending: (outcome) => legacyChangeEnding(outcome, text.tool, ['[OK] New node added correctly.']),
  }
}
