import type {Address} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ChangeOutcome, ChangeProposal} from '../../domain/outcome.js'
import {rebalance} from '../../operations/rebalance.js'
import {quotasOf, weightsOf} from '../../planning/rebalance.js'
import {changeText} from '../../report/change-text.js'
import {movesOf, noRebalanceText, rebalanceProposalText} from '../../report/move-text.js'
import {oldChangeEnding} from '../../report/old/change-ending.js'
import {oldCheckLines} from '../../report/old/check-lines.js'
import type {OldEnding} from '../../report/old/error-lines.js'
import {type Balances, oldPairLines, oldRebalanceHead, tellPair} from '../../report/old/move-lines.js'
import type {OldOptions} from '../../report/old/words.js'
import type {TextOptions} from '../../report/palette.js'
import {type Asked, type OldTelling, refuseLikeOld, runChange, toTerminal} from '../../cli/change.js'
import {type ChangeFlags, changeOptions, type MoveFlags} from '../../cli/move-flags.js'

export type RebalanceFlags = MoveFlags &
  ChangeFlags & {
    readonly weight: readonly string[] | undefined
    readonly 'use-empty-primaries': boolean
    readonly threshold: string
    readonly simulate: boolean
    readonly verbose: boolean
  }

/** Runs rebalance with this terminal. Scripts for older tools expect no question. */
export function runRebalance(seed: Address, flags: RebalanceFlags, asked: Asked): Promise<ChangeOutcome> {
  const options = {
    ...changeOptions({...flags, 'dry-run': flags['dry-run'] || flags.simulate}),
    ...sharing(flags),
    likeOlderTools: asked.style !== undefined,
  }
  const {colour, style} = asked
  const old = style && {colour, style}
  const question = old ? undefined : "Move these slots? (type 'yes' to accept): "
  return runChange((context) => rebalance(seed, options, context), toTerminal(flags, asked), {
    show: (proposal) =>
      old ? headLines(proposal, flags, old).join('\n') : rebalanceProposalText(proposal, {colour}),
    question,
    yes: flags.yes,
    old: old && telling(old),
  })
}

function telling(old: OldOptions): OldTelling {
  return {
    look: (snapshot, findings) =>
      oldCheckLines({snapshot, findings, searchedOwners: false}, old, {keys: false, nodes: false}),
    refuse: (snapshot, findings) => refuseLikeOld(snapshot, findings, 'rebalancing'),
    event: (event, proposal) => tellPair(proposal, event),
  }
}

function headLines(proposal: ChangeProposal, flags: RebalanceFlags, old: OldOptions): string[] {
  return oldRebalanceHead(proposal, balancesOf(proposal, flags), old)
}

function balancesOf({before}: ChangeProposal, flags: RebalanceFlags): Balances {
  const {weights, ...rest} = sharing(flags)
  const byNode = weightsOf(before, weights, true)
  const quotas = quotasOf(before, {weights: byNode, ...rest, likeOlderTools: true})
  const surplus = quotas.map(({node, slots, quota}) => ({address: node.address, slots: slots - quota}))
  return {
    nodes: quotas.length,
    totalWeight: quotas.reduce((sum, {weight}) => sum + weight, 0),
    surplus: flags.verbose ? surplus : undefined,
  }
}

/** The result in the words of an older tool; a simulation shows the moves as if they had been made. */
export function oldRebalanceEnding(
  outcome: ChangeOutcome,
  flags: RebalanceFlags,
  old: OldOptions,
): OldEnding {
  if (outcome.status === 'nothing-to-do') {
    return {out: [noRebalanceText(parseThreshold(flags.threshold))], err: []}
  }
  const simulated = outcome.status === 'planned' ? headLines(outcome, flags, old) : []
  const pairs = outcome.status === 'planned' ? movesOf(outcome.plan) : []
  return oldChangeEnding(outcome, old.style, [
    ...simulated,
    ...pairs.flatMap((step) => oldPairLines(outcome, step)),
  ])
}

function sharing(flags: RebalanceFlags) {
  return {
    weights: (flags.weight ?? []).map(parseWeight),
    useEmptyPrimaries: flags['use-empty-primaries'],
    thresholdPercent: parseThreshold(flags.threshold),
  }
}

/** The result; if nothing had to be done, in the words that scripts know. */
export function rebalanceText(outcome: ChangeOutcome, flags: RebalanceFlags, options: TextOptions): string {
  if (outcome.status === 'nothing-to-do') return noRebalanceText(parseThreshold(flags.threshold))
  return changeText(outcome, {...options, proposal: rebalanceProposalText})
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
  throw new ClusterToolError('USAGE', `"${text}" is not a threshold: it is a percentage from 0 up.`)
}
