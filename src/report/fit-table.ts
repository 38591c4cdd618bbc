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
  const painted = ({cell}: Column<Row>) => rows.map((row) => cell(row, paint))
  if (options.wide) return {table: draw(columns.map(asWide), rows, painted), common: []}
  const texts = new Texts(rows)
  const narrow = columns.filter(({wideOnly}) => !wideOnly)
  const common = narrow.filter((column) => isCommon(column, texts))
  const fitting = fit(
    narrow.filter((column) => !common.includes(column)),
    texts,
    options.width ?? DEFAULT_WIDTH,
  )
  return {
    table: draw(fitting, rows, options.colour ? painted : (column) => texts.of(column)),
    common: common
      .flatMap((column) => column.once?.(texts.of(column)[0] ?? '') ?? [])
      .filter((sentence) => sentence !== ''),
  }
}

/** The cells of each column without colour, which are made once. */
class Texts<Row> {
  private readonly rows: readonly Row[]
  private readonly known = new Map<Column<Row>, readonly string[]>()

  constructor(rows: readonly Row[]) {
    this.rows = rows
  }

  of(column: Column<Row>): readonly string[] {
    const known = this.known.get(column) ?? this.rows.map((row) => column.cell(row, plain))
    this.known.set(column, known)
    return known
  }
}

function isCommon<Row>(column: Column<Row>, texts: Texts<Row>): boolean {
  if (!column.once) return false
  const all = texts.of(column)
  const [first] = all
  return first !== undefined && column.once(first) !== undefined && all.every((text) => text === first)
}

function fit<Row>(columns: readonly Column<Row>[], texts: Texts<Row>, width: number): readonly Column<Row>[] {
  const sizes = new Map(columns.map((column) => [column, sizeOf(column, texts)]))
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

function sizeOf<Row>(column: Column<Row>, texts: Texts<Row>): number {
  return texts.of(column).reduce((most, text) => Math.max(most, text.length), column.head.length)
}

function asWide<Row>(column: Column<Row>): Column<Row> {
  return column.wideCell ? {...column, cell: column.wideCell} : column
}

function draw<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  cellsOf: (column: Column<Row>) => readonly string[],
): string {
  const cells = columns.map(cellsOf)
  return tableText(
    columns.map(({head}) => head),
    rows.map((_, at) => cells.map((ofColumn) => ofColumn[at] ?? '')),
  )
}

const plain: Paint = (_severity, text) => text
