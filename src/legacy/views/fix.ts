import type {FixTyped, LegacyChangeView} from '../../cli/legacy-port.js'
import {legacyCheckLines} from './check-lines.js'
import {legacyFixEnding} from './endings.js'
import {legacyFixProposal, legacyFixQuestion, tellFix} from './fix-lines.js'
import type {LegacyText} from './words.js'

/** fix, which checks once, in front of all repairs. */
export function fixView({searchOwners}: FixTyped, text: LegacyText): LegacyChangeView {
  let checked = false
  return {
    look(snapshot, findings) {
      if (checked) return []
      checked = true
      const outcome = {snapshot, findings, searchedOwners: searchOwners}
      return legacyCheckLines(outcome, text, {keys: true, nodes: true})
    },
    show: (proposal) => legacyFixProposal(proposal, text).join('\n'),
    question: legacyFixQuestion,
    event: (event, proposal) => tellFix(proposal, event, text),
    ending: (outcome) => legacyFixEnding(outcome, text),
  }
}
