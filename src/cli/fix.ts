import type {Address} from '../domain/address.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {fix} from '../operations/fix.js'
import {fixProposalText} from '../report/fix-text.js'
import {type Asked, runChange, toTerminal} from './change.js'
import {type ChangeFlags, changeOptions, type MoveFlags} from './move-flags.js'

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
  return runChange((context) => fix(seed, options, context), toTerminal(flags, asked), {
    show: (proposal) => fixProposalText(proposal, {colour: asked.colour}),
    question: "Do these steps? (type 'yes' to accept): ",
    yes: flags.yes,
  })
}
