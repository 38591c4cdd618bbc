import type {FixFlags} from './flags.js'
import type {Address} from '../../domain/address.js'
import type {ChangeOutcome} from '../../domain/outcome.js'
import {fix} from '../../operations/fix.js'
import {fixProposalText} from '../../report/fix-text.js'
import {type Asked, type ChangeView, runChange, toTerminal} from '../../cli/change.js'
import {changeOptions} from '../../cli/move-flags.js'

/** Runs fix with this terminal. */
export function runFix(
  seed: Address,
  flags: FixFlags,
  {view, ...asked}: Asked & {readonly view: ChangeView | undefined},
): Promise<ChangeOutcome> {
  const options = {
    ...changeOptions(flags),
    consent: {
      withoutLostPrimaries: flags['fix-with-unreachable-masters'],
      loseData: flags['accept-data-loss'],
    },
    searchOwners: flags['search-multiple-owners'],
  }
  const own: ChangeView = {
    show: (proposal) => fixProposalText(proposal, asked),
    question: "Do these steps? (type 'yes' to accept): ",
  }
  return runChange((context) => fix(seed, options, context), toTerminal(flags, asked), {
    ...(view ?? own),
    yes: flags.yes,
  })
}
