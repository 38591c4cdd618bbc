import type {InfoOutcome} from '../../domain/outcome.js'
import {countSlots} from '../../domain/slot.js'
import {type Shard, shardsOf} from '../../domain/snapshot.js'
import {formatBytes} from '../../report/bytes.js'
import {keyLines, keyTotals} from '../../report/key-lines.js'
import {type Column, fitTable} from '../../report/fit-table.js'
import {addressOf} from '../../report/names.js'
import {memoryCell, stateCell} from '../../report/node-table.js'
import {type Paint, paintFor, type TextOptions} from '../../report/palette.js'
import {restingLines} from '../../report/running-text.js'
import {OWN_WORDS} from '../../report/role-words.js'
import {slotsLines} from './slots-text.js'
import {keysOf, type Totals, totalsOf} from '../../domain/totals.js'

/** A primary, or the totals of all. */
type InfoRow = {readonly shard: Shard} | {readonly totals: Totals}

const COLUMNS: readonly Column<InfoRow>[] = [
  column(
    'primary',
    ({primary}) => addressOf(primary) ?? '-',
    () => 'total',
  ),
  column(
    'keys',
    ({primary}) => `${keysOf(primary) ?? '-'}`,
    ({keys}) => `${keys}`,
  ),
  column(
    'slots',
    ({primary}) => `${countSlots(primary.slots)}`,
    ({slots}) => `${slots}`,
  ),
  column(
    'memory',
    ({primary}) => memoryCell(primary),
    ({usedMemory}) => formatBytes(usedMemory),
  ),
  column(
    'replicas',
    ({replicas}) => `${replicas.filter(({reachable}) => reachable).length}`,
    (totals) => `${totals.replicas}`,
  ),
  column(
    'state',
    ({primary}, paint) => stateCell(primary, paint),
    () => '',
  ),
  {
    ...column(
      'id',
      ({primary}) => primary.id.slice(0, 8),
      () => '',
    ),
    wideCell: (row) => ('shard' in row ? row.shard.primary.id : ''),
    leaves: 1,
  },
]

function column(
  head: string,
  ofShard: (shard: Shard, paint: Paint) => string,
  ofTotals: (totals: Totals) => string,
): Column<InfoRow> {
  return {head, cell: (row, paint) => ('shard' in row ? ofShard(row.shard, paint) : ofTotals(row.totals))}
}

/**
 * A row for each primary, a row with the totals, then the lines that scripts know, then the slots that were asked for.
 * No line end at the end.
 */
export function infoText({snapshot, slots, running = []}: InfoOutcome, options: TextOptions): string {
  const paint = paintFor(options)
  const rows: InfoRow[] = [...shardsOf(snapshot).map((shard) => ({shard})), {totals: totalsOf(snapshot)}]
  const {table} = fitTable(COLUMNS, rows, options)
  const lines = options.wide ? keyLines(snapshot, paint) : keyTotals(snapshot, OWN_WORDS, paint)
  const ofSlots = slots ? ['', ...slotsLines(slots, {...options, snapshot})] : []
  return [table, '', ...lines, ...restingLines(running), ...ofSlots].join('\n')
}
