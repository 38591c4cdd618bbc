import type {MapOutcome} from '../domain/map-outcome.js'
import {countSlots, slotsOf} from '../domain/slot.js'
import {type SlotHeat, type SlotMeasure, sumOver, unknownSlots} from '../domain/slot-heat.js'
import {troubledSlots} from '../domain/slot-map.js'
import {runningFields} from './control.js'
import {type CommandDocument, documentOf} from './document.js'
import {estimateFields} from './figures.js'
import {type RefOf, refsAmong} from './refs.js'

type MapFields = CommandDocument<'map'>['outcome']

/** The document of `map --json`. `svg`: the file to which it was drawn. */
export function mapDocument(
  {snapshot, map, heat, running = []}: MapOutcome,
  svg: string | undefined,
): CommandDocument<'map'> {
  const refOf = refsAmong(snapshot.nodes)
  return documentOf('map', {
    takenAt: snapshot.takenAt,
    by: heat?.measure ?? 'owner',
    shards: map.shards.map(({letter, primary, ranges}) => ({
      letter,
      ...refOf(primary),
      slots: ranges,
      slotCount: countSlots(ranges),
      total: heat && sumOver(heat, slotsOf(ranges)),
    })),
    troubles: troubledSlots(map).map(({trouble, ranges}) => ({trouble, slots: ranges})),
    movesUnread: map.movesUnread.length > 0 ? unreadFields(map.movesUnread, refOf) : undefined,
    values: heat && valuesFields(heat, refOf),
    running: runningFields(running),
    svg,
  })
}

const UNIT_NAMES = {
  keys: 'keys',
  memory: 'bytes',
  ops: 'microseconds of CPU per second',
} as const satisfies Record<SlotMeasure, string>

function valuesFields(heat: SlotHeat, refOf: RefOf): MapFields['values'] {
  return {
    unit: UNIT_NAMES[heat.measure],
    estimated: heat.estimates.length > 0,
    ...(heat.measure === 'memory'
      ? estimateFields(heat, refOf)
      : {estimates: undefined, sampledMs: undefined}),
    slots: heat.values.map((value) => value ?? 0),
    unknown: unknownSlots(heat),
    unread: unreadFields(heat.unread, refOf),
  }
}

function unreadFields(unread: SlotHeat['unread'], refOf: RefOf): NonNullable<MapFields['movesUnread']> {
  return unread.map(({node, reason}) => ({node: refOf(node), reason}))
}
