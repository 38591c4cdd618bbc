import {SLOT_COUNT, type SlotRange} from '../../domain/slot.js'
import {html, type HtmlValue, type Markup} from '../html.js'

/** Slots in a row of the picture. */
export const COLUMNS = 256
/** Rows of the picture. */
export const ROWS = SLOT_COUNT / COLUMNS
/** Width and height of a slot. */
export const CELL = {width: 3, height: 7}
/** Where the first slot is. */
export const CORNER = {x: 44, y: 4}

/** The part of a range in one row; `to` is behind the last column. */
export type RowPart = {readonly row: number; readonly from: number; readonly to: number}

/** The parts of a range, row by row. */
export function rowsOf({start, end}: SlotRange): RowPart[] {
  const parts: RowPart[] = []
  for (let slot = start; slot <= end;) {
    const row = Math.floor(slot / COLUMNS)
    const last = Math.min(end, (row + 1) * COLUMNS - 1)
    parts.push({row, from: slot % COLUMNS, to: (last % COLUMNS) + 1})
    slot = last + 1
  }
  return parts
}

/** One rectangle for each part of each range, for a path in `inGrid`. */
export function pathOf(ranges: readonly SlotRange[]): string {
  return ranges
    .flatMap(rowsOf)
    .map(({row, from, to}) => `M${from} ${row}h${to - from}v1H${from}z`)
    .join('')
}

/** Shapes whose units are columns and rows. */
export function inGrid(shapes: HtmlValue): Markup {
  return html`<g transform="translate(${CORNER.x} ${CORNER.y}) scale(${CELL.width} ${CELL.height})"
    >${shapes}</g
  >`
}
