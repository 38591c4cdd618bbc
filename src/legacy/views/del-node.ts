import type {ChangeOutcome} from '../../domain/outcome.js'
import type {Lines} from '../../cli/lines.js'
import type {DelNodeTyped, LegacyDelNodeView} from '../../cli/legacy-port.js'
import {legacyChangeEnding} from './endings.js'
import {
  legacyRemovalProposal,
  legacyRemoved,
  legacyUntold,
  removingLines,
  tellRemoval,
} from './member-lines.js'
import type {LegacyTool} from '../tool.js'
import type {LegacyText} from './words.js'

/** del-node, which does not ask. */
export function delNodeView({names, seed}: DelNodeTyped, {tool}: LegacyText): LegacyDelNodeView {
  return {
    options: {slotsFirst: true},
    opening: removingLines(names, seed),
    show: (proposal) => legacyRemovalProposal(proposal).join('\n'),
    question: undefined,
    event: tellRemoval(),
    ending: (outcome) => endingOf(outcome, tool),
  }
}

function endingOf(outcome: ChangeOutcome, tool: LegacyTool): Lines {
  const {out, err} = legacyChangeEnding(outcome, tool, legacyRemoved(outcome, tool))
  return {out, err: [...err, ...legacyUntold(outcome, tool)]}
}
