import {type SlotHeat, type SlotMeasure, unknownSlots} from '../../domain/slot-heat.js'
import type {SlotMap, SlotTrouble} from '../../domain/slot-map.js'
import {formatBytes} from '../bytes.js'
import {estimateLines} from '../figure-text.js'
import type {NameOf} from '../names.js'
import {describeSlots} from '../slots-text.js'
import {list, printable} from '../words.js'

/** What is wrong with slots: the character in a picture, and the words in its legend. */
export const TROUBLE_WORDS: {readonly [T in SlotTrouble]: TroubleWords} = {
  'no-owner': {sign: '!', words: 'no owner', severity: 'error'},
  'owner-down': {sign: '?', words: 'owner does not answer', severity: 'error'},
  'two-owners': {sign: '=', words: 'several owners', severity: 'error'},
  migrating: {sign: '>', words: 'open: migrating', severity: 'error'},
  importing: {sign: '<', words: 'open: importing', severity: 'error'},
  moving: {sign: '~', words: 'being moved by the servers', severity: 'info'},
}

type TroubleWords = {readonly sign: string; readonly words: string; readonly severity: 'error' | 'info'}

const UNITS: {readonly [M in SlotMeasure]: (value: number) => string} = {
  keys: (value) => `${value.toLocaleString('en')} ${value === 1 ? 'key' : 'keys'}`,
  memory: formatBytes,
  ops: (value) => `${(value / 10_000).toFixed(2)}% of a CPU`,
}

/** `1,234 keys`, `1.20M`, `0.35% of a CPU`. */
export function heatValue(measure: SlotMeasure, value: number): string {
  return UNITS[measure](Math.round(value))
}

/** What the values do not say: they are estimated, or some are missing. */
export function heatNotes(heat: SlotHeat, nameOf: NameOf): string[] {
  const unknown = unknownSlots(heat)
  return [
    ...estimateLines(heat.estimates, heat.sampledMs, nameOf),
    ...(heat.estimates.length > 0 ? [WAY_TO_COUNT] : []),
    ...heat.unread.map(({node, reason}) => `${nameOf(node)} did not tell: ${printable(reason)}`),
    ...(unknown.length > 0 ? [`No value is known of ${describeSlots(unknown)}.`] : []),
  ]
}

/** Which nodes may move slots without the map showing it; in no line or in one. */
export function moveNotes({movesUnread}: SlotMap, nameOf: NameOf): string[] {
  if (movesUnread.length === 0) return []
  const nodes = movesUnread.map(({node, reason}) => `${nameOf(node)} (${printable(reason)})`)
  return [`Slots that the servers move themselves are not known of ${list(nodes)}.`]
}

const WAY_TO_COUNT =
  'Redis 8.4 or later counts the memory of slots itself if it is started with cluster-slot-stats-enabled yes.'
