import type {MapOutcome} from '../../domain/map-outcome.js'
import {highestOf, levelOf, type SlotHeat, TOP_LEVEL} from '../../domain/slot-heat.js'
import type {SlotMap} from '../../domain/slot-map.js'
import {countSlots, SLOT_COUNT, toRanges} from '../../domain/slot.js'
import {html, type Markup} from '../html.js'
import {type NameOf, namesOf} from '../names.js'
import {describeSlots} from '../slots-text.js'
import {MAP_COLOURS, MAP_STYLE} from './map-style.js'
import {CELL, COLUMNS, CORNER, inGrid, pathOf, type RowPart, ROWS, rowsOf} from './svg-grid.js'
import {svgLegend, troubleTexts} from './svg-legend.js'
import {troubleMarks} from './svg-marks.js'

const WIDTH = CORNER.x + COLUMNS * CELL.width + 6
const BOTTOM = CORNER.y + ROWS * CELL.height + 8
/** Every so many rows, the number of the first slot stands beside the row. */
const LABELLED = 8

/** A whole SVG file: the picture and a legend below it. */
export function mapSvgFile(outcome: MapOutcome): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${mapSvg(outcome, {legend: true}).toString()}\n`
}

/** The picture of all slots, each of which is visible. `legend`: also says whose the letters are. */
export function mapSvg(outcome: MapOutcome, {legend: wanted}: {readonly legend: boolean}): Markup {
  const {snapshot, map, heat} = outcome
  const nameOf = namesOf(snapshot)
  const legend = wanted ? svgLegend(outcome, nameOf, {top: BOTTOM + 4, width: WIDTH}) : undefined
  const height = BOTTOM + (legend ? legend.height + 12 : 0)
  const everySlot = [{start: 0, end: SLOT_COUNT - 1}]
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    class="slot-map"
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    aria-labelledby="slot-map-title slot-map-text"
  >
    <title id="slot-map-title">${titleOf(heat)}</title>
    <desc id="slot-map-text">${describe(map, nameOf)}</desc>
    ${MAP_STYLE}
    <rect class="paper" width="${WIDTH}" height="${height}" />
    ${rowLabels()}
    ${inGrid([
      html`<path class="none" d="${pathOf(everySlot)}" />`,
      ...(heat ? heatPaths(heat) : ownerPaths(map, nameOf)),
    ])}
    ${troubleMarks(map)} ${heat ? undefined : map.shards.map(shardLabel)} ${legend?.markup}
  </svg>`
}

function titleOf(heat: SlotHeat | undefined): string {
  return heat ? `${heat.measure} of each of the ${SLOT_COUNT} slots` : `Owners of the ${SLOT_COUNT} slots`
}

function describe(map: SlotMap, nameOf: NameOf): string {
  const owners = map.shards.flatMap(({letter, primary, ranges}) =>
    ranges.length > 0 ? [`${letter} is ${nameOf(primary)}, ${countSlots(ranges)} slots.`] : [],
  )
  return [...owners, ...troubleTexts(map)].join(' ')
}

function rowLabels(): Markup[] {
  return Array.from({length: ROWS / LABELLED}, (_, at) => {
    const row = at * LABELLED
    const y = CORNER.y + row * CELL.height + 9
    return html`<text class="row" x="${CORNER.x - 5}" y="${y}">${row * COLUMNS}</text>`
  })
}

function ownerPaths(map: SlotMap, nameOf: NameOf): Markup[] {
  return map.shards.map(({letter, primary}, index) => {
    const ranges = toRanges(map.owners.flatMap((owner, slot) => (owner === index ? [slot] : [])))
    if (ranges.length === 0) return html``
    const text = `${letter}: ${nameOf(primary)}, ${describeSlots(ranges, 4)}`
    return html`<path class="shard${index % MAP_COLOURS}" d="${pathOf(ranges)}"><title>${text}</title></path>`
  })
}

function heatPaths(heat: SlotHeat): Markup[] {
  const highest = highestOf(heat)
  return Array.from({length: TOP_LEVEL + 1}, (_, level) => {
    const slots = heat.values.flatMap((value, slot) =>
      value !== undefined && levelOf(value, highest) === level ? [slot] : [],
    )
    return slots.length === 0 ? html`` : html`<path class="level${level}" d="${pathOf(toRanges(slots))}" />`
  })
}

/** The letter of a shard in its longest range: big in the middle if there is room, otherwise small in the longest row. */
function shardLabel({letter, ranges}: SlotMap['shards'][number]): Markup | undefined {
  const longest = ranges.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0]
  if (!longest) return undefined
  if (longest.end - longest.start < COLUMNS * 2) return smallLabel(letter, rowsOf(longest))
  const row = Math.floor((longest.start + longest.end) / 2 / COLUMNS)
  const y = CORNER.y + (row + 0.5) * CELL.height + 5
  const x = CORNER.x + (COLUMNS * CELL.width) / 2
  return html`<rect class="plate" x="${x - 12}" y="${y - 15}" width="24" height="20" rx="4" />
    <text class="letter" x="${x}" y="${y}">${letter}</text>`
}

/** Columns that a small letter takes. */
const SMALL = 3

function smallLabel(letter: string, parts: readonly RowPart[]): Markup | undefined {
  const widest = parts.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0]
  if (!widest || widest.to - widest.from < SMALL) return undefined
  const x = CORNER.x + ((widest.from + widest.to) / 2) * CELL.width
  const y = CORNER.y + (widest.row + 1) * CELL.height - 1
  return html`<text class="letter small" x="${x}" y="${y}">${letter}</text>`
}
