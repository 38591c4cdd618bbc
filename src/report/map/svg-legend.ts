import type {MapOutcome} from '../../domain/map-outcome.js'
import {highestOf} from '../../domain/slot-heat.js'
import {type SlotMap, troubledSlots} from '../../domain/slot-map.js'
import {countSlots} from '../../domain/slot.js'
import {html, type Markup} from '../html.js'
import type {NameOf} from '../names.js'
import {describeSlots} from '../slots-text.js'
import {MAP_COLOURS} from './map-style.js'
import {heatNotes, heatValue, moveNotes, TROUBLE_WORDS} from './map-words.js'

const LINE = 20
/** From this number of shards on, the legend has several columns, with less about each. */
const MANY = 16
const COLUMNS_OF_MANY = 3
/** What fits beside each other, up to a space if there is one. */
const FITTING = /.{1,110}(?: |$)|.{1,110}/gu

/** A legend and its height. */
export type SvgLegend = {readonly height: number; readonly markup: Markup}

/** Below `top`: whose the letters are, and what is wrong. */
export function svgLegend(
  outcome: MapOutcome,
  nameOf: NameOf,
  size: {top: number; width: number},
): SvgLegend {
  const {map, heat} = outcome
  const shards = map.shards.map((shard, index) => ({...shard, index})).filter(({ranges}) => ranges.length > 0)
  const columns = shards.length > MANY ? COLUMNS_OF_MANY : 1
  const rows = Math.ceil(shards.length / columns)
  const lines = [
    ...(heat
      ? [
          `The strongest colour: ${heatValue(heat.measure, highestOf(heat))}`,
          ...heatNotes(heat, nameOf).flatMap(wrapped),
        ]
      : []),
    ...troubleTexts(map),
    ...moveNotes(map, nameOf),
  ]
  const entries = shards.map(({letter, primary, ranges, index}, at) => {
    const x = 4 + Math.floor(at / rows) * (size.width / columns)
    const y = size.top + (at % rows) * LINE
    const what = columns === 1 ? describeSlots(ranges, 4) : `${countSlots(ranges)} slots`
    const key = heat ? 'none' : `shard${index % MAP_COLOURS}`
    return html`<rect class="${key}" x="${x}" y="${y}" width="18" height="16" rx="2" />
      <text class="${heat ? 'sign' : 'letter'}" x="${x + 9}" y="${y + 13}">${letter}</text>
      <text x="${x + 26}" y="${y + 13}">${nameOf(primary)}: ${what}</text>`
  })
  const below = lines.map(
    (line, at) => html`<text x="4" y="${size.top + (rows + at) * LINE + 13}">${line}</text>`,
  )
  return {height: (rows + lines.length) * LINE, markup: html`${entries}${below}`}
}

/** SVG does not break lines itself. */
function wrapped(text: string): string[] {
  return (text.match(FITTING) ?? []).map((line) => line.trimEnd())
}

/** What is wrong, a sentence for each kind. */
export function troubleTexts(map: SlotMap): string[] {
  const texts = troubledSlots(map).map(
    ({trouble, ranges}) => `${TROUBLE_WORDS[trouble].words}: ${describeSlots(ranges)}.`,
  )
  return texts.length > 0 ? texts : ['Every slot has one owner, and none is open.']
}
