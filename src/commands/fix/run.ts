import type {Address} from '../../domain/address.js'
import type {ChangeOutcome} from '../../domain/outcome.js'
import {fix} from '../../operations/fix.js'
import {fixProposalText} from '../../report/fix-text.js'
import {oldCheckLines} from '../../report/old/check-lines.js'
import {oldFixProposal, oldFixQuestion, tellFix} from '../../report/old/fix-lines.js'
import type {OldOptions} from '../../report/old/words.js'
import {type Asked, type ConsentQuestion, runChange, toTerminal} from '../../cli/change.js'
import {type ChangeFlags, changeOptions, type MoveFlags} from '../../cli/move-flags.js'

export type FixFlags = ChangeFlags &
  Partial<MoveFlags> & {
    readonly 'search-multiple-owners': boolean
    readonly 'fix-with-unreachable-masters': boolean
    readonly 'accept-data-loss': boolean
  }

/** Runs fix with this terminal. */
export function runFix(seed: Address, flags: FixFlags, asked: Asked): Promise<ChangeOutcome> {
  const options = {
    ...changeOptions(flags),
    consent: {
      withoutLostPrimaries: flags['fix-with-unreachable-masters'],
      loseData: flags['accept-data-loss'],
    },
    searchOwners: flags['search-multiple-owners'],
  }
  const {colour, style} = asked
  if (style) {
    const asking = oldAsking({colour, style}, flags)
    return runChange((context) => fix(seed, options, context), toTerminal(flags, asked), asking)
  }
  return runChange((context) => fix(seed, options, context), toTerminal(flags, asked), {
    show: (proposal) => fixProposalText(proposal, {colour}),
    question: "Do these steps? (type 'yes' to accept): ",
    yes: flags.yes,
  })
}

/** Older tools check once, before all repairs. */
function oldAsking(old: OldOptions, flags: FixFlags): ConsentQuestion {
  let checked = false
  return {
    show: (proposal) => oldFixProposal(proposal, old).join('\n'),
    question: oldFixQuestion,
    yes: flags.yes,
    old: {
      look(snapshot, findings) {
        if (checked) return []
        checked = true
        const searchedOwners = flags['search-multiple-owners']
        return oldCheckLines({snapshot, findings, searchedOwners}, old, {keys: true, nodes: true})
      },
      event: (event, proposal) => tellFix(proposal, event, old),
    },
  }
}
