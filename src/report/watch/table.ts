import {fitted, type Glyphs, widthOf} from './cells.js'
import {fittingColumns, type WatchColumn} from './columns.js'
import type {WatchRow} from './rows.js'
import {span, type StyledLine} from './styled.js'
import type {WatchSort, WatchView} from './view.js'
import {selectedIndex} from './visible.js'

/** How big a part of a screen is, and what it can show. */
export type TablePlace = {
  readonly width: number
  readonly height: number
  readonly glyphs: Glyphs
  /** Whether one row is marked. */
  readonly marks: boolean
}

const NAME_LEAST = 12
const NAME_MOST = 28
/** Before the name: the sign of a shard, or a space. */
const SIGN_WIDTH = 2

/** The head of each column by which the table can be sorted. */
export const SORT_HEADS: Readonly<Record<WatchSort, string>> = {
  shard: 'shard',
  ops: 'ops/s',
  memory: 'memory',
  keys: 'keys',
  netIn: 'in/s',
  netOut: 'out/s',
  clients: 'conns',
  lagBytes: 'lag',
}

/** The table in at most `height` lines: a head, and the rows around the marked one. */
export function tableLines(rows: readonly WatchRow[], view: WatchView, place: TablePlace): StyledLine[] {
  if (place.height <= 0) return []
  const nameWidth = nameWidthOf(rows, place.width)
  const columns = fittingColumns(place.width - nameWidth - SIGN_WIDTH, view.columnsFrom)
  const marked = selectedIndex(rows, view)
  const shown = Math.max(0, place.height - 1)
  const from = Math.max(0, Math.min(marked - Math.floor(shown / 2), rows.length - shown))
  return [
    [span(headText(columns, nameWidth, view, place.glyphs), 'strong')],
    ...rows.slice(from, from + shown).map((row, at) => {
      const line = rowLine(row, {columns, nameWidth, view, glyphs: place.glyphs})
      return place.marks && from + at === marked
        ? [span(line.map(({text}) => text).join(''), 'selected')]
        : line
    }),
  ]
}

/** As wide as the longest name, so that columns stay where they are. */
function nameWidthOf(rows: readonly WatchRow[], width: number): number {
  const longest = Math.max(NAME_LEAST, ...rows.map(({name}) => widthOf(name)))
  return Math.min(longest, NAME_MOST, Math.max(NAME_LEAST, Math.floor(width / 3)))
}

function headText(
  columns: readonly WatchColumn[],
  nameWidth: number,
  {sort, reversed}: WatchView,
  glyphs: Glyphs,
): string {
  const mark = reversed ? '^' : 'v'
  const name = `${' '.repeat(SIGN_WIDTH)}${fitted('node', nameWidth, glyphs)}`
  const heads = columns.map(({head, width, align}) => {
    const isSorted = head === SORT_HEADS[sort]
    return fitted(isSorted && head.length < width ? `${head}${mark}` : head, width, glyphs, align)
  })
  return [name, ...heads].join(' ')
}

type RowLayout = {
  readonly columns: readonly WatchColumn[]
  readonly nameWidth: number
  readonly view: WatchView
  readonly glyphs: Glyphs
}

function rowLine(row: WatchRow, {columns, nameWidth, view, glyphs}: RowLayout): StyledLine {
  const isShard = row.kind === 'shard'
  const base = isShard ? 'strong' : 'plain'
  const cells = columns.map(({cell, width, align, style}) => {
    const own = style?.(row) ?? 'plain'
    return span(` ${fitted(cell(row, glyphs), width, glyphs, align)}`, own === 'plain' ? base : own)
  })
  return [span(`${signOf(row, view)} ${fitted(row.name, nameWidth, glyphs)}`, base), ...cells]
}

function signOf({kind, shard}: WatchRow, {folded}: WatchView): string {
  if (kind === 'node' || shard === undefined) return ' '
  return folded.has(shard) ? '+' : '-'
}
