import {type BalancedNode, type MeasuredBalance, type BalanceObstacle, spreadOf} from '../domain/balance.js'
import {count} from '../domain/count.js'
import type {FigureMeasure} from '../domain/slot-figures.js'
import {formatBytes} from './bytes.js'
import {amountText, figureNotes, figureText} from './figure-text.js'
import {type Column, fitTable} from './fit-table.js'
import type {NameOf} from './names.js'
import {paintFor, type TextOptions} from './palette.js'

/** What the primaries have before and after the moves, how even that is, and what stands in the way. */
export function balanceText(
  {balance, figures}: MeasuredBalance,
  nameOf: NameOf,
  options: TextOptions,
): string {
  const {measure, nodes, moves, movedBytes, obstacles} = balance
  const paint = paintFor(options)
  return [
    fitTable(columnsFor(measure, nameOf), nodes, options).table,
    ...spreadLines(measure, nodes),
    `${count(moves.length, 'slot')} with ${formatBytes(movedBytes)} would move.`,
    ...obstacles.map((one) => paint('warning', `[WARNING] ${obstacleText(measure, one, nameOf)}`)),
    ...figureNotes(figures, nameOf),
  ].join('\n')
}

/** The text of a balance that has nothing to do, or can do nothing. */
export function evenText(measured: MeasuredBalance, nameOf: NameOf, options: TextOptions): string {
  const {measure, nodes, thresholdPercent, leastDifference, obstacles} = measured.balance
  const paint = paintFor(options)
  const verdict =
    obstacles.length > 0
      ? 'No slot can be moved that would make the primaries more even.'
      : `*** No rebalancing needed! All nodes are within the ${thresholdPercent.toFixed(2)}% threshold${leastDifference > 0 ? `; differences below ${amountText(measure, leastDifference)} do not count` : ''}.`
  return [
    fitTable(columnsFor(measure, nameOf), nodes, options).table,
    ...obstacles.map((one) => paint('warning', `[WARNING] ${obstacleText(measure, one, nameOf)}`)),
    ...figureNotes(measured.figures, nameOf),
    verdict,
  ].join('\n')
}

const HEADS: Readonly<Record<FigureMeasure, string>> = {
  keys: 'keys',
  memory: 'memory',
  ops: 'CPU',
  cpu: 'CPU',
  network: 'network',
}

function columnsFor(measure: FigureMeasure, nameOf: NameOf): Column<BalancedNode>[] {
  const columns: Column<BalancedNode>[] = [
    {head: 'primary', cell: ({node}) => nameOf(node)},
    {head: 'weight', cell: ({weight}) => `${weight}`, once: (weight) => (weight === '1' ? '' : undefined)},
    {head: 'slots', cell: ({before, after}) => change(`${before.slots}`, `${after.slots}`), leaves: 1},
    {
      head: HEADS[measure],
      cell: ({before, after}) => change(figureText(measure, before.load), figureText(measure, after.load)),
    },
  ]
  if (measure === 'memory') return columns
  return [
    ...columns,
    {
      head: 'memory',
      cell: ({before, after}) => change(formatBytes(before.bytes), formatBytes(after.bytes)),
      leaves: 2,
    },
  ]
}

function change(before: string, after: string): string {
  return before === after ? before : `${before} → ${after}`
}

/** `Spread of memory (highest to average): 1.83 → 1.02.` */
function spreadLines(measure: FigureMeasure, nodes: readonly BalancedNode[]): string[] {
  const of = (head: string, loadOf: (share: BalancedNode['before']) => number): string[] => {
    const [before, after] = (['before', 'after'] as const).map((when) =>
      spreadOf(nodes.map((node) => ({weight: node.weight, load: loadOf(node[when])}))),
    )
    if (before === undefined || after === undefined || !Number.isFinite(before)) return []
    return [`Spread of ${head} (highest to average): ${change(before.toFixed(2), after.toFixed(2))}.`]
  }
  const own = of(HEADS[measure], ({load}) => load)
  return measure === 'memory' ? own : [...own, ...of('memory', ({bytes}) => bytes)]
}

function obstacleText(measure: FigureMeasure, obstacle: BalanceObstacle, nameOf: NameOf): string {
  const name = nameOf(obstacle.node)
  if (obstacle.code === 'slot-too-big') {
    return `${name} stays above its share: slot ${obstacle.slot} alone has ${amountText(measure, obstacle.load)}, and a slot cannot be divided.`
  }
  if (obstacle.code === 'no-memory') {
    return `${name} stays above its share: no primary that has less has enough memory; 10% of maxmemory stays free.`
  }
  return `${name} stays above its share: its slots are too big to be shared out more evenly.`
}
