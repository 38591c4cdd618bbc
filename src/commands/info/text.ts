import type {InfoOutcome} from '../../domain/outcome.js'
import {countSlots} from '../../domain/slot.js'
import {type Shard, shardsOf} from '../../domain/snapshot.js'
import {formatBytes} from '../../report/bytes.js'
import {keyLines} from '../../report/key-lines.js'
import {addressOf} from '../../report/names.js'
import {memoryCell, stateCell} from '../../report/node-table.js'
import {type Paint, paintFor, type TextOptions} from '../../report/palette.js'
import {tableText} from '../../report/table.js'
import {keysOf, type Totals, totalsOf} from '../../domain/totals.js'

const HEAD = ['primary', 'keys', 'slots', 'memory', 'replicas', 'state', 'id']

/** A row for each primary, a row with the totals, then the lines that scripts know. No line end at the end. */
export function infoText({snapshot}: InfoOutcome, options: TextOptions): string {
  const paint = paintFor(options)
  const rows = shardsOf(snapshot).map((shard) => rowOf(shard, paint))
  const table = tableText(HEAD, [...rows, totalRow(totalsOf(snapshot))])
  return [table, '', ...keyLines(snapshot, paint)].join('\n')
}

function rowOf({primary, replicas}: Shard, paint: Paint): string[] {
  return [
    addressOf(primary) ?? '-',
    `${keysOf(primary) ?? '-'}`,
    `${countSlots(primary.slots)}`,
    memoryCell(primary),
    `${replicas.filter(({reachable}) => reachable).length}`,
    stateCell(primary, paint),
    primary.id,
  ]
}

function totalRow({keys, slots, usedMemory, replicas}: Totals): string[] {
  return ['total', `${keys}`, `${slots}`, formatBytes(usedMemory), `${replicas}`, '', '']
}
