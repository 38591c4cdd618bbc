import type {ClusterReport} from '../../domain/cluster-report.js'
import {type SlotMap, troubledSlots} from '../../domain/slot-map.js'
import {countSlots} from '../../domain/slot.js'
import {html, type Markup} from '../html.js'
import {mapSvg} from '../map/map-svg.js'
import {moveNotes, TROUBLE_WORDS} from '../map/map-words.js'
import {type NameOf, namesOf} from '../names.js'
import {describeSlots} from '../slots-text.js'
import {shardKey} from './nodes-part.js'
import {badge, numberCell, type PagePart, pageTable, paragraph} from './parts.js'

const RANGES = 12

/** The map of the slots, whose the letters are, and which slots need attention. */
export function slotsPart({sample: {snapshot}, map}: ClusterReport): PagePart {
  const nameOf = namesOf(snapshot)
  const body = [
    troubleList(map),
    ...moveNotes(map, nameOf).map(paragraph),
    mapSvg({snapshot, map, heat: undefined}, {legend: false}),
    shardTable(map, nameOf),
  ]
  return {id: 'slots', title: 'Slots', body}
}

function troubleList(map: SlotMap): Markup | undefined {
  const troubles = troubledSlots(map)
  if (troubles.length === 0) return paragraph('Every slot has one owner, and none is open.')
  return html`<ul>
    ${troubles.map(
      ({trouble, ranges}) =>
        html`<li>
          ${badge(TROUBLE_WORDS[trouble].severity, TROUBLE_WORDS[trouble].words)}
          ${describeSlots(ranges, RANGES)}
        </li>`,
    )}
  </ul>`
}

function shardTable({shards}: SlotMap, nameOf: NameOf): Markup {
  const columns = [
    {head: 'shard'},
    {head: 'primary'},
    {head: 'slots', numeric: true},
    {head: 'ranges'},
  ] as const
  const rows = shards.map(({letter, primary, ranges}, shard) => [
    shardKey({shard, letter}),
    nameOf(primary),
    numberCell(countSlots(ranges)),
    ranges.length === 0 ? '–' : describeSlots(ranges, RANGES),
  ])
  return pageTable('Whose slots they are.', columns, rows)
}
