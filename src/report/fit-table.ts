import {paintFor, type Paint, type TextOptions} from './palette.js'
import {tableText} from './table.js'

/** A column of a table that has to fit a terminal. */
export type Column<Row> = {
  readonly head: string
  readonly cell: (row: Row, paint: Paint) => string
  /** What a line below says instead, if all rows have this cell; '': nothing; undefined: the column stays. */
  readonly once?: (cell: string) => string | undefined
  /** If the table is too wide, columns are left out by this number, the lowest one first. Default: never. */
  readonly leaves?: number
  /** Only in a wide table. */
  readonly wideOnly?: true
  /** The cell of a wide table, if it is another one. */
  readonly wideCell?: (row: Row, paint: Paint) => string
}

const DEFAULT_WIDTH = 80

/**
 * A table that fits the width of the terminal, and what all rows have in common as sentences. With `wide`, it has all
 * columns.
 */
export function fitTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  options: TextOptions,
): {readonly table: string; readonly common: readonly string[]} {
  const paint = paintFor(options)
  if (options.wide) return {table: draw(columns.map(asWide), rows, paint), common: []}
  const narrow = columns.filter(({wideOnly}) => !wideOnly)
  const common = narrow.filter((column) => isCommon(column, rows))
  const fitting = fit(
    narrow.filter((column) => !common.includes(column)),
    rows,
    options.width ?? DEFAULT_WIDTH,
  )
  return {
    table: draw(fitting, rows, paint),
    common: common
      .flatMap(({cell, once}) => (rows[0] ? (once?.(cell(rows[0], plain)) ?? []) : []))
      .filter((sentence) => sentence !== ''),
  }
}

function isCommon<Row>({cell, once}: Column<Row>, rows: readonly Row[]): boolean {
  const [first] = rows
  if (!once || !first) return false
  const text = cell(first, plain)
  return once(text) !== undefined && rows.every((row) => cell(row, plain) === text)
}

function fit<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): readonly Column<Row>[] {
  const sizes = new Map(columns.map((column) => [column, sizeOf(column, rows)]))
  const leaving = columns
    .filter(({leaves}) => leaves !== undefined)
    .toSorted((a, b) => (a.leaves ?? 0) - (b.leaves ?? 0))
  let kept = columns
  while (totalOf(kept, sizes) > width && leaving.length > 0) {
    const next = leaving.shift()
    kept = kept.filter((column) => column !== next)
  }
  return kept
}

function totalOf<Row>(columns: readonly Column<Row>[], sizes: ReadonlyMap<Column<Row>, number>): number {
  return columns.reduce((sum, column) => sum + (sizes.get(column) ?? 0) + 2, -2)
}

function sizeOf<Row>({head, cell}: Column<Row>, rows: readonly Row[]): number {
  return rows.reduce((most, row) => Math.max(most, cell(row, plain).length), head.length)
}

function asWide<Row>(column: Column<Row>): Column<Row> {
  return column.wideCell ? {...column, cell: column.wideCell} : column
}

function draw<Row>(columns: readonly Column<Row>[], rows: readonly Row[], paint: Paint): string {
  return tableText(
    columns.map(({head}) => head),
    rows.map((row) => columns.map(({cell}) => cell(row, paint))),
  )
}

const plain: Paint = (_severity, text) => text
