import type {RebalanceFlags} from './flags.js'
import type {Address} from '../../domain/address.js'
import type {MeasuredBalance} from '../../domain/balance.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ChangeOutcome, ChangeProposal} from '../../domain/outcome.js'
import {rebalance, type RebalanceRequest} from '../../operations/rebalance.js'
import {balanceText, evenText} from '../../report/balance-text.js'
import {namesOf} from '../../report/names.js'
import {figureFlags, figureOptions, refuseIdle} from '../../cli/figure-flags.js'
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
  {
    view,
    measured,
    ...asked
  }: Asked & {
    readonly view: LegacyRebalanceView | undefined
    /** The balance by another measure than slots, once there is one. */
    readonly measured: () => MeasuredBalance | undefined
  },
): Promise<ChangeOutcome> {
  const request = {...options, ...view?.options}
  const own: ChangeView = {
    show: (proposal) => proposalText(proposal, measured(), asked),
    question: "Move these slots? (type 'yes' to accept): ",
  }
  return runChange((context) => rebalance(seed, request, context), toTerminal(flags, asked), {
    ...(view ?? own),
    yes: flags.yes,
  })
}

type OnBalance = (measured: MeasuredBalance) => void

/** What the flags ask for. Throws USAGE. `onBalance`: called with a balance by another measure than slots. */
export function rebalanceOptions(flags: RebalanceFlags, onBalance: OnBalance = () => {}): RebalanceRequest {
  return {
    ...changeOptions({...flags, 'dry-run': flags['dry-run'] || flags.simulate}),
    weights: (flags.weight ?? []).map(parseWeight),
    useEmptyPrimaries: flags['use-empty-primaries'],
    thresholdPercent: thresholdOf(flags),
    by: balanceBy(flags, onBalance),
  }
}

/** What to measure; undefined for the number of slots, which needs nothing. */
function balanceBy(flags: RebalanceFlags, onBalance: OnBalance): RebalanceRequest['by'] {
  if (flags.by !== 'slots') return {...figureOptions(flags), measure: flags.by, onBalance}
  refuseIdle(flags, Object.keys(figureFlags), '--by')
  return undefined
}

/** The result; if nothing had to be done, in the words that scripts know. */
export function rebalanceText(
  outcome: ChangeOutcome,
  flags: RebalanceFlags,
  {
    picture,
    measured,
    ...options
  }: Pick<ChangeTextOptions, 'picture'> & TextOptions & {readonly measured: MeasuredBalance | undefined},
): string {
  const nameOf = namesOf(outcome.before)
  if (outcome.status === 'nothing-to-do') {
    return measured ? evenText(measured, nameOf, options) : noRebalanceText(thresholdOf(flags))
  }
  return changeText(outcome, {
    ...options,
    proposal: (proposal) => proposalText(proposal, measured, options),
    picture,
  })
}

/** The moves, below what they are for if they balance something else than slots. */
function proposalText(
  proposal: ChangeProposal,
  measured: MeasuredBalance | undefined,
  options: TextOptions,
): string {
  const moves = rebalanceProposalText(proposal, options)
  return measured ? [balanceText(measured, namesOf(proposal.before), options), moves].join('\n') : moves
}

/** The percentage that was typed, or the usual one: a load changes all the time, so more of it is normal. */
function thresholdOf({threshold, by}: RebalanceFlags): number {
  return threshold === undefined ? THRESHOLDS[by] : parseThreshold(threshold)
}

const THRESHOLDS = {slots: 2, keys: 5, memory: 5, ops: 10, cpu: 10, network: 10} as const

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
