import {METRICS} from '../../src/metrics/table.js'
import {replaced, table} from './tables.js'

const BEGIN = '<!-- This table is made from src/metrics/table.ts by: npm run contract -->'

/** Returns the page about metrics with its table generated again. */
export function withMetricsTable(page: string): string {
  const rows = Object.entries(METRICS).map(([name, {type, labels, help}]) => [
    `\`${name}\``,
    type,
    labels.map((label) => `\`${label}\``).join(', '),
    help,
  ])
  return replaced(page, table(['metric', 'type', 'labels', 'meaning'], rows), BEGIN)
}
