import type {MapOutcome} from '../../domain/map-outcome.js'
import {highestOf, levelOf, type SlotHeat, TOP_LEVEL} from '../../domain/slot-heat.js'
import {type SlotMap, troubledSlots} from '../../domain/slot-map.js'
import {countSlots, SLOT_COUNT, type SlotRange, toRanges} from '../../domain/slot.js'
import {html, type Markup} from '../html.js'
import {type NameOf, namesOf} from '../names.js'
import {describeSlots} from '../slots-text.js'
import {MAP_COLOURS, MAP_STYLE} from './map-style.js'
import {heatValue, TROUBLE_WORDS} from './map-words.js'

/** Slots in a row of the picture. */
const COLUMNS = 256
const ROWS = SLOT_COUNT / COLUMNS
/** Width and height of a slot. */
const CELL = {width: 3, height: 7}
const LEFT = 44
const TOP = 4
const WIDTH = LEFT + COLUMNS * CELL.width + 6
const GRID_BOTTOM = TOP + ROWS * CELL.height
/** Every so many rows, the number of the first slot stands beside the row. */
const LABELLED = 8
const LINE = 18

/** A whole SVG file: the picture and a legend below it. */
export function mapSvgFile(outcome: MapOutcome): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${mapSvg(outcome, {legend: true}).toString()}\n`
}

/** The picture of all slots, each of which is visible. `legend`: also says whose the letters are. */
export function mapSvg(outcome: MapOutcome, {legend}: {readonly legend: boolean}): Markup {
  const {snapshot, map, heat} = outcome
  const nameOf = namesOf(snapshot)
  const lines = legend ? legendLines(outcome, nameOf) : []
  const height = GRID_BOTTOM + 8 + lines.length * LINE
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
    <g transform="translate(${LEFT} ${TOP}) scale(${CELL.width} ${CELL.height})">
      <path class="none" d="${pathOf([{start: 0, end: SLOT_COUNT - 1}])}" />
      ${heat ? heatPaths(heat) : ownerPaths(map, nameOf)}
    </g>
    ${heat ? undefined : map.shards.map(shardLabel)} ${troubleMarks(map)}
    ${lines.map((line, index) => html`<text x="4" y="${GRID_BOTTOM + (index + 1) * LINE}">${line}</text>`)}
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

function troubleTexts(map: SlotMap): string[] {
  const texts = troubledSlots(map).map(
    ({trouble, ranges}) => `${TROUBLE_WORDS[trouble].words}: ${describeSlots(ranges)}.`,
  )
  return texts.length > 0 ? texts : ['Every slot has one owner, and none is open.']
}

function legendLines({map, heat}: MapOutcome, nameOf: NameOf): string[] {
  return [
    ...(heat ? [`The strongest colour: ${heatValue(heat.measure, highestOf(heat))}`] : []),
    ...map.shards.flatMap(({letter, primary, ranges}) =>
      ranges.length > 0 ? [`${letter}  ${nameOf(primary)}: ${describeSlots(ranges, 4)}`] : [],
    ),
    ...troubleTexts(map),
  ]
}

function rowLabels(): Markup[] {
  return Array.from({length: ROWS / LABELLED}, (_, at) => {
    const row = at * LABELLED
    return html`<text class="row" x="${LEFT - 5}" y="${TOP + row * CELL.height + 9}">${row * COLUMNS}</text>`
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

/** One rectangle for each part of a range that is in one row, in columns and rows. */
function pathOf(ranges: readonly SlotRange[]): string {
  return ranges
    .flatMap(rowsOf)
    .map(({row, from, to}) => `M${from} ${row}h${to - from}v1H${from}z`)
    .join('')
}

type RowPart = {readonly row: number; readonly from: number; readonly to: number}

/** The part of a range in each row; `to` is behind the last column. */
function rowsOf({start, end}: SlotRange): RowPart[] {
  const runs: RowPart[] = []
  for (let slot = start; slot <= end;) {
    const row = Math.floor(slot / COLUMNS)
    const last = Math.min(end, (row + 1) * COLUMNS - 1)
    runs.push({row, from: slot % COLUMNS, to: (last % COLUMNS) + 1})
    slot = last + 1
  }
  return runs
}

/** The letter of a shard in the middle of its longest range, if there is room. */
function shardLabel({letter, ranges}: SlotMap['shards'][number]): Markup | undefined {
  const longest = ranges.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0]
  if (!longest || longest.end - longest.start < COLUMNS * 2) return undefined
  const row = Math.floor((longest.start + longest.end) / 2 / COLUMNS)
  const y = TOP + (row + 0.5) * CELL.height + 5
  return html`<text class="letter" x="${LEFT + (COLUMNS * CELL.width) / 2}" y="${y}">${letter}</text>`
}

/** What is wrong, with a frame around few slots, so that even one is seen. */
function troubleMarks(map: SlotMap): Markup[] {
  return troubledSlots(map).flatMap(({trouble, ranges}) => {
    const {words, severity} = TROUBLE_WORDS[trouble]
    const look = severity === 'error' ? 'bad' : 'busy'
    const few = ranges.filter((range) => countSlots([range]) <= FRAMED_SLOTS).slice(0, FRAMED_RANGES)
    return [
      html`<g transform="translate(${LEFT} ${TOP}) scale(${CELL.width} ${CELL.height})">
        <path class="${look}" d="${pathOf(ranges)}"
          ><title>${words}: ${describeSlots(ranges, 4)}</title></path
        >
      </g>`,
      ...few.flatMap(rowsOf).map((part) => frame(part, look)),
    ]
  })
}

/** More slots than this are seen without a frame, and more frames would hide the picture. */
const FRAMED_SLOTS = 64
const FRAMED_RANGES = 24
/** Between what is framed and its frame. */
const ROOM = 3

function frame({row, from, to}: RowPart, look: string): Markup {
  return html`<rect
    class="frame ${look}"
    x="${LEFT + from * CELL.width - ROOM}"
    y="${TOP + row * CELL.height - ROOM}"
    width="${(to - from) * CELL.width + 2 * ROOM}"
    height="${CELL.height + 2 * ROOM}"
    rx="${ROOM}"
  />`
}
