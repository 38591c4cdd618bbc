import {type MeasuredBalance, type BalanceObstacle, spreadOf} from '../domain/balance.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {changeFields} from './change.js'
import {type CommandDocument, documentOf} from './document.js'
import {figureFields} from './figures.js'
import {type RefOf, refsAmong} from './refs.js'
import type {DocumentWords} from './words.js'

type RebalanceFields = CommandDocument<'rebalance'>['outcome']

/** The document of `rebalance --json`. `measured`: if something else than slots was balanced. */
export function rebalanceDocument(
  outcome: ChangeOutcome,
  words: DocumentWords,
  measured?: MeasuredBalance,
): CommandDocument<'rebalance'> {
  const refOf = refsAmong(outcome.before.nodes)
  return documentOf('rebalance', {
    ...changeFields(outcome, words),
    balance: measured && balanceFields(measured, refOf),
  })
}

function balanceFields({balance, figures}: MeasuredBalance, refOf: RefOf): RebalanceFields['balance'] {
  const {measure, thresholdPercent, leastDifference, moves, movedBytes, nodes, obstacles} = balance
  const spread = (when: 'before' | 'after') => {
    const value = spreadOf(nodes.map((node) => ({weight: node.weight, load: node[when].load})))
    return value !== undefined && Number.isFinite(value) ? value : undefined
  }
  return {
    by: measure,
    thresholdPercent,
    leastDifference,
    primaries: nodes.map(({node, ...shares}) => ({...refOf(node), ...shares})),
    spread: {before: spread('before'), after: spread('after')},
    movedSlots: moves.length,
    movedBytes,
    obstacles: obstacles.map((one) => obstacleFields(one, refOf)),
    ...figureFields(figures, refOf),
  }
}

function obstacleFields(
  obstacle: BalanceObstacle,
  refOf: RefOf,
): NonNullable<RebalanceFields['balance']>['obstacles'][number] {
  const {code, node} = obstacle
  const slot = code === 'slot-too-big' ? obstacle : undefined
  return {code, node: refOf(node), slot: slot?.slot, load: slot?.load}
}
