import type {ClusterReport} from '../../domain/cluster-report.js'
import {hottest} from '../../domain/slot-heat.js'
import {countSlots} from '../../domain/slot.js'
import {nodeById} from '../../domain/snapshot.js'
import {keysOf} from '../../domain/totals.js'
import {formatBytes} from '../bytes.js'
import {html, type HtmlValue} from '../html.js'
import {heatNotes} from '../map/map-words.js'
import {namesOf} from '../names.js'
import {shardKey} from './nodes-part.js'
import {numberCell, pageBar, type PagePart, pageTable, paragraph} from './parts.js'

const NAMED = 5

const COLUMNS = [
  {head: 'shard'},
  {head: 'primary'},
  {head: 'slots', numeric: true},
  {head: ''},
  {head: 'keys', numeric: true},
  {head: ''},
  {head: 'memory', numeric: true},
  {head: ''},
  {head: 'of maxmemory', numeric: true},
] as const

/** Slots, keys and memory of each shard, with bars, and the slots with the most keys. */
export function balancePart({sample: {snapshot}, heat, map}: ClusterReport): PagePart {
  const nameOf = namesOf(snapshot)
  const {shards, owners} = map
  const each = shards.map((shard, index) => {
    const node = nodeById(snapshot, shard.primary)
    const {usedMemory: memory, maxMemory: limit = 0} = node?.info ?? {}
    return {...shard, index, slots: countSlots(shard.ranges), keys: node && keysOf(node), memory, limit}
  })
  const most = {slots: maxOf(each, 'slots'), keys: maxOf(each, 'keys'), memory: maxOf(each, 'memory')}
  const rows = each.map(({letter, index, primary, slots, keys, memory, limit}): HtmlValue[] => [
    shardKey({shard: index, letter}),
    nameOf(primary),
    numberCell(slots),
    pageBar(slots / most.slots),
    numberCell(keys),
    pageBar((keys ?? 0) / most.keys),
    memory === undefined ? '–' : formatBytes(memory),
    pageBar((memory ?? 0) / most.memory),
    memory === undefined || limit === 0 ? '–' : `${((memory / limit) * 100).toFixed(1)}%`,
  ])
  const body = [
    pageTable('Bars compare with the highest value.', withoutEmptyHeads(), rows),
    hottestList(heat, (slot) => shards[owners[slot] ?? -1]?.letter ?? ''),
    heatNotes(heat, nameOf).map(paragraph),
  ]
  return {id: 'balance', title: 'Balance', body}
}

function maxOf<K extends string>(each: readonly {readonly [P in K]: number | undefined}[], key: K): number {
  return Math.max(1, ...each.map((one) => one[key] ?? 0))
}

/** Columns of bars have a head, too, for those who cannot see the bars. */
function withoutEmptyHeads(): {head: string; numeric?: true}[] {
  return COLUMNS.map((column, at) => (column.head === '' ? {head: `${COLUMNS[at - 1]?.head}, bar`} : column))
}

function hottestList(heat: ClusterReport['heat'], letterOf: (slot: number) => string): HtmlValue {
  const top = hottest(heat, NAMED)
  if (top.length === 0) return paragraph('No slot has a key.')
  return html`<h3>The slots with the most keys</h3>
    <ul>
      ${top.map(({slot, value}) => html`<li>Slot ${slot} (${letterOf(slot)}): ${numberCell(value)}</li>`)}
    </ul>`
}
