import type {MapOutcome} from '../../domain/map-outcome.js'
import {cellValues, highestOf, hottest, levelOf, type SlotHeat, sumOver} from '../../domain/slot-heat.js'
import {cellsOf, type MapCell, type MapShard, type SlotMap, troubledSlots} from '../../domain/slot-map.js'
import {countSlots, slotsOf} from '../../domain/slot.js'
import {type Column, fitTable} from '../fit-table.js'
import {type NameOf, namesOf} from '../names.js'
import {paintFor, type TextOptions} from '../palette.js'
import {restingLines} from '../running-text.js'
import {describeSlots, shortSlotsCell, slotsCell} from '../slots-text.js'
import {type GridCell, gridLines, slotsInCell} from './map-grid.js'
import {type MapPaint, mapPaintFor} from './map-paint.js'
import {heatNotes, heatValue, moveNotes, TROUBLE_WORDS} from './map-words.js'

/** How many of the slots with the highest values are named. */
const NAMED = 5

/** The slots as a picture with a legend, and below what is wrong. No line end after the last line. */
export function mapText({snapshot, map, heat, running = []}: MapOutcome, options: TextOptions): string {
  const paint = mapPaintFor(options)
  const nameOf = namesOf(snapshot)
  const size = slotsInCell(options.width)
  const cells = heat ? heatCells(map, heat, {size, paint}) : ownerCells(map, size, paint)
  return [
    ...gridLines(cells, size),
    sizeLine(size, heat),
    ...(heat ? heatLegend(map, heat, nameOf) : []),
    legendTable({map, heat, nameOf, paint}, options),
    ...repeatedLine(map),
    ...troubleLines(map, options),
    ...moveNotes(map, nameOf),
    ...(heat ? heatNotes(heat, nameOf) : []),
    ...restingLines(running),
  ].join('\n')
}

function ownerCells(map: SlotMap, size: number, paint: MapPaint): GridCell[] {
  const byShard = map.shards.map(({letter}, index): GridCell => {
    return {text: letter, paint: (text) => paint.shard(index, text)}
  })
  return cellsOf(map, size).map(
    (cell) =>
      troubleCell(cell, paint) ?? (cell.owner === undefined ? undefined : byShard[cell.owner]) ?? NOTHING,
  )
}

const plain = (text: string) => text
const NOTHING: GridCell = {text: '.', paint: plain}

/** A cell with anything wrong shows that, however many slots it stands for. */
function troubleCell({trouble}: MapCell, {trouble: paint}: MapPaint): GridCell | undefined {
  return trouble && {text: TROUBLE_WORDS[trouble].sign, paint}
}

function heatCells(
  map: SlotMap,
  heat: SlotHeat,
  {size, paint}: {readonly size: number; readonly paint: MapPaint},
): GridCell[] {
  const highest = highestOf(heat)
  const values = cellValues(heat, size)
  const levels = Array.from({length: 10}, (_, level): GridCell => {
    return {text: level === 0 ? '.' : `${level}`, paint: (text) => paint.level(level, text)}
  })
  return cellsOf(map, size).map((cell, at) => {
    const value = values[at]
    return (
      troubleCell(cell, paint) ?? (value === undefined ? UNKNOWN : levels[levelOf(value, highest)]) ?? UNKNOWN
    )
  })
}

const UNKNOWN: GridCell = {text: ' ', paint: plain}

function sizeLine(size: number, heat: SlotHeat | undefined): string {
  if (size === 1) return 'A character is one slot.'
  return heat
    ? `A character is ${size} slots, and shows the highest of them.`
    : `A character is ${size} slots: the owner of most, or what is wrong with any of them.`
}

function heatLegend(map: SlotMap, heat: SlotHeat, nameOf: NameOf): string[] {
  const highest = highestOf(heat)
  const {measure} = heat
  if (highest === 0) return [`. ${heatValue(measure, 0)} in every slot that is known.`]
  const top = hottest(heat, NAMED).map(({slot, value}) => {
    const owner = map.shards[map.owners[slot] ?? -1]
    return `  slot ${slot}: ${heatValue(measure, value)}${owner ? `, ${nameOf(owner.primary)}` : ''}`
  })
  return [`. nothing, 1 to 9: up to ${heatValue(measure, highest)}. The highest:`, ...top]
}

type LegendOf = {
  readonly map: SlotMap
  readonly heat: SlotHeat | undefined
  readonly nameOf: NameOf
  readonly paint: MapPaint
}

function legendTable({map, heat, nameOf, paint}: LegendOf, options: TextOptions): string {
  type Row = MapShard & {readonly index: number}
  const rows = map.shards.map((shard, index): Row => ({...shard, index}))
  const columns: Column<Row>[] = [
    {head: '', cell: ({letter}) => letter},
    {head: 'primary', cell: ({primary}) => nameOf(primary)},
    {head: 'slots', cell: ({ranges}) => `${countSlots(ranges)}`, leaves: 1},
    ...(heat ? [{head: heat.measure, cell: ({ranges}: Row) => totalOf(heat, ranges)}] : []),
    {
      head: 'ranges',
      cell: ({ranges}) => shortSlotsCell(ranges),
      wideCell: ({ranges}) => slotsCell(ranges, ranges.length),
      leaves: 2,
    },
  ]
  const {table} = fitTable(columns, rows, options)
  return heat ? table : withSwatches(table, map, paint)
}

/** The sum of a shard; the head of the column says of what. */
function totalOf(heat: SlotHeat, ranges: MapShard['ranges']): string {
  const slots = [...slotsOf(ranges)]
  if (slots.length > 0 && slots.every((slot) => heat.values[slot] === undefined)) return '-'
  return heatValue(heat.measure, sumOver(heat, slots)).replace(/ keys?$/, '')
}

/** The letter at the beginning of each line looks as it does in the picture. */
function withSwatches(table: string, {shards}: SlotMap, paint: MapPaint): string {
  const [head = '', ...lines] = table.split('\n')
  const painted = lines.map((line, index) => {
    const {letter = '', ranges = []} = shards[index] ?? {}
    return ranges.length > 0 && line.startsWith(letter)
      ? `${paint.shard(index, letter)}${line.slice(letter.length)}`
      : line
  })
  return [head, ...painted].join('\n')
}

function repeatedLine({shards}: SlotMap): string[] {
  const letters = new Set(shards.map(({letter}) => letter))
  return letters.size < shards.length
    ? [
        `There are only ${letters.size} letters, so some stand for several shards: the ranges tell them apart.`,
      ]
    : []
}

function troubleLines(map: SlotMap, options: TextOptions): string[] {
  const paint = paintFor(options)
  return troubledSlots(map).map(({trouble, ranges}) => {
    const {sign, words, severity} = TROUBLE_WORDS[trouble]
    return paint(
      severity,
      `${sign} ${words}: ${describeSlots(ranges, options.wide ? ranges.length : undefined)}`,
    )
  })
}
