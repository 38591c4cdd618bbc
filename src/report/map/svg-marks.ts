import {type SlotMap, type SlotTrouble, troubledSlots} from '../../domain/slot-map.js'
import {countSlots, type SlotRange} from '../../domain/slot.js'
import {html, type Markup} from '../html.js'
import {describeSlots} from '../slots-text.js'
import {TROUBLE_WORDS} from './map-words.js'
import {CELL, CORNER, inGrid, pathOf, type RowPart, rowsOf} from './svg-grid.js'

/** More slots than this are seen without a frame, and more frames would hide the picture. */
const FRAMED_SLOTS = 64
const FRAMED_RANGES = 24
/** Between what is framed and its frame. */
const ROOM = 3

/** What is wrong, over the owners. A frame around few slots makes even one visible. */
export function troubleMarks(map: SlotMap): Markup {
  const troubles = troubledSlots(map)
  return html`${HATCH}${inGrid(troubles.map(area))}${troubles.map(frames)}`
}

type Troubled = {readonly trouble: SlotTrouble; readonly ranges: readonly SlotRange[]}

/** Stripes, under which the colour of the owner is still seen; as wide in columns as in rows. */
const HATCH = html`<defs>
  <pattern
    id="slot-map-stripes"
    width="8"
    height="8"
    patternUnits="userSpaceOnUse"
    patternTransform="scale(${1 / CELL.width} ${1 / CELL.height}) rotate(45)"
  >
    <rect class="stripe" width="4" height="8" />
  </pattern>
</defs>`

function lookOf(trouble: SlotTrouble): string {
  if (trouble === 'owner-down') return 'down'
  return TROUBLE_WORDS[trouble].severity === 'error' ? 'bad' : 'busy'
}

function area({trouble, ranges}: Troubled): Markup {
  const title = `${TROUBLE_WORDS[trouble].words}: ${describeSlots(ranges, 4)}`
  return html`<path class="${lookOf(trouble)}" d="${pathOf(ranges)}"><title>${title}</title></path>`
}

function frames({trouble, ranges}: Troubled): Markup[] {
  const few = ranges.filter((range) => countSlots([range]) <= FRAMED_SLOTS).slice(0, FRAMED_RANGES)
  return few.flatMap(rowsOf).map((part) => frame(part, lookOf(trouble)))
}

function frame({row, from, to}: RowPart, look: string): Markup {
  return html`<rect
    class="frame ${look}"
    x="${CORNER.x + from * CELL.width - ROOM}"
    y="${CORNER.y + row * CELL.height - ROOM}"
    width="${(to - from) * CELL.width + 2 * ROOM}"
    height="${CELL.height + 2 * ROOM}"
    rx="${ROOM}"
  />`
}
