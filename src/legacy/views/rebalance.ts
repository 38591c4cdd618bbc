import type {ChangeOutcome, ChangeProposal} from '../../domain/outcome.js'
import {quotasOf, weightsOf} from '../../planning/rebalance.js'
import {noRebalanceText} from '../../report/move-text.js'
import {movesOf} from '../../report/plan-text.js'
import type {Lines} from '../../cli/lines.js'
import type {LegacyRebalanceView, RebalanceTyped} from '../../cli/legacy-port.js'
import {LEGACY_DEALING} from '../dealing.js'
import {legacyCheckLines} from './check-lines.js'
import {legacyChangeEnding} from './endings.js'
import {type Balances, legacyPairLines, legacyRebalanceHead, tellPair} from './move-lines.js'
import type {LegacyText} from './words.js'

/** rebalance, which does not ask. A simulation shows the moves as if they had been done. */
export function rebalanceView(typed: RebalanceTyped, text: LegacyText): LegacyRebalanceView {
  const head = (proposal: ChangeProposal) => legacyRebalanceHead(proposal, balancesOf(proposal, typed), text)
  return {
    options: {dealing: LEGACY_DEALING, ignoreReplicas: true},
    look: (snapshot, findings) =>
      legacyCheckLines({snapshot, findings, searchedOwners: false}, text, {keys: false, nodes: false}),
    needsWhole: 'rebalancing',
    show: (proposal) => head(proposal).join('\n'),
    question: undefined,
    event: (event, proposal) => tellPair(proposal, event),
    ending: (outcome) => endingOf(outcome, typed, {head, text}),
  }
}

function balancesOf(
  {before}: ChangeProposal,
  {weights, useEmptyPrimaries, thresholdPercent, verbose}: RebalanceTyped,
): Balances {
  const quotas = quotasOf(before, {
    weights: weightsOf(before, weights, true),
    useEmptyPrimaries,
    thresholdPercent,
    dealing: LEGACY_DEALING,
  })
  const surplus = quotas.map(({node, slots, quota}) => ({address: node.address, slots: slots - quota}))
  return {
    nodes: quotas.length,
    totalWeight: quotas.reduce((sum, {weight}) => sum + weight, 0),
    surplus: verbose ? surplus : undefined,
  }
}

type EndingText = {
  readonly head: (proposal: ChangeProposal) => readonly string[]
  readonly text: LegacyText
}

function endingOf(
  outcome: ChangeOutcome,
  {thresholdPercent}: RebalanceTyped,
  {head, text}: EndingText,
): Lines {
  if (outcome.status === 'nothing-to-do') return {out: [noRebalanceText(thresholdPercent)], err: []}
  const isSimulated = outcome.status === 'planned'
  const pairs = isSimulated ? movesOf(outcome.plan) : []
  return legacyChangeEnding(outcome, text.tool, [
    ...(isSimulated ? head(outcome) : []),
    ...pairs.flatMap((step) => legacyPairLines(outcome, step)),
  ])
}
