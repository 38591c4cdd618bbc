import type {RebalanceFlags} from './flags.js'
import type {Address} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ChangeOutcome} from '../../domain/outcome.js'
import {rebalance, type RebalanceRequest} from '../../operations/rebalance.js'
import {changeText, type ChangeTextOptions} from '../../report/change-text.js'
import {noRebalanceText, rebalanceProposalText} from '../../report/move-text.js'
import type {TextOptions} from '../../report/palette.js'
import {type Asked, type ChangeView, runChange, toTerminal} from '../../cli/change.js'
import type {LegacyRebalanceView} from '../../cli/legacy-port.js'
import {changeOptions} from '../../cli/move-flags.js'

/** Runs rebalance with this terminal. */
export function runRebalance(
  seed: Address,
  options: RebalanceRequest,
  flags: RebalanceFlags,
  {view, ...asked}: Asked & {readonly view: LegacyRebalanceView | undefined},
): Promise<ChangeOutcome> {
  const request = {...options, ...view?.options}
  const own: ChangeView = {
    show: (proposal) => rebalanceProposalText(proposal, asked),
    question: "Move these slots? (type 'yes' to accept): ",
  }
  return runChange((context) => rebalance(seed, request, context), toTerminal(flags, asked), {
    ...(view ?? own),
    yes: flags.yes,
  })
}

/** What the flags ask for. Throws USAGE. */
export function rebalanceOptions(flags: RebalanceFlags): RebalanceRequest {
  return {
    ...changeOptions({...flags, 'dry-run': flags['dry-run'] || flags.simulate}),
    weights: (flags.weight ?? []).map(parseWeight),
    useEmptyPrimaries: flags['use-empty-primaries'],
    thresholdPercent: parseThreshold(flags.threshold),
  }
}

/** The result; if nothing had to be done, in the words that scripts know. */
export function rebalanceText(
  outcome: ChangeOutcome,
  flags: RebalanceFlags,
  {picture, ...options}: Pick<ChangeTextOptions, 'picture'> & TextOptions,
): string {
  if (outcome.status === 'nothing-to-do') return noRebalanceText(parseThreshold(flags.threshold))
  return changeText(outcome, {
    ...options,
    proposal: rebalanceProposalText,
    picture,
  })
}

function parseWeight(text: string): {node: string; weight: number} {
  const equals = text.lastIndexOf('=')
  const number = text.slice(equals + 1)
  const weight = /^[-+]?(\d+\.?\d*|\.\d+)$/.test(number) ? Number(number) : Number.NaN
  if (equals < 1 || Number.isNaN(weight)) {
    throw new ClusterToolError('USAGE', `"${text}" is not a weight.`, {
      hints: ['Write node=number, such as 10.0.0.5:7000=2.'],
    })
  }
  return {node: text.slice(0, equals), weight}
}

function parseThreshold(text: string): number {
  const threshold = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isNaN(threshold)) return threshold
  throw new ClusterToolError('USAGE', `"${text}" is not a threshold. A threshold is a percentage, 0 or more.`)
}
