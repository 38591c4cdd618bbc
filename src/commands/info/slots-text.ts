import type {SlotsInfo} from '../../domain/outcome.js'
import {type ClusterSnapshot, nodeById} from '../../domain/snapshot.js'
import {wayToCount} from '../../domain/way-to-count.js'
import {hasSlot} from '../../domain/slot.js'
import {figureNotes, figureText} from '../../report/figure-text.js'
import {type Column, fitTable} from '../../report/fit-table.js'
import {addressOf, namesOf} from '../../report/names.js'
import type {TextOptions} from '../../report/palette.js'
import {list, printable} from '../../report/words.js'

/** The slots with the highest values, and how they were measured, as lines. */
export function slotsLines(
  {by, figures, top}: SlotsInfo,
  {snapshot, ...options}: TextOptions & {readonly snapshot: ClusterSnapshot},
): string[] {
  const {keys, memory, load} = figures
  const columns: readonly Column<number>[] = [
    {head: 'slot', cell: (slot) => `${slot}`},
    {head: 'primary', cell: (slot) => ownerOf(slot, snapshot)},
    {head: 'keys', cell: (slot) => figureText('keys', keys[slot])},
    {head: 'memory', cell: (slot) => figureText('memory', memory[slot])},
    ...(load?.cpu ? [{head: 'CPU', cell: (slot: number) => figureText('cpu', load.cpu?.[slot])}] : []),
    ...(load?.network
      ? [{head: 'network', cell: (slot: number) => figureText('network', load.network?.[slot])}]
      : []),
  ]
  return [
    ...(top.length > 0 ? [fitTable(columns, top, options).table] : [`No slot has any ${WORDS[by]}.`]),
    ...figureNotes(figures, namesOf(snapshot)),
    ...uncountedLines(figures, snapshot),
  ]
}

/** Which nodes do not count the load, and how they would. */
function uncountedLines({uncounted}: SlotsInfo['figures'], snapshot: ClusterSnapshot): string[] {
  const [first] = uncounted
  if (first === undefined) return []
  const seed = nodeById(snapshot, snapshot.seed)?.address ?? 'HOST:PORT'
  const names = list(uncounted.map(namesOf(snapshot)), 4)
  return [
    `The load of slots is not counted on ${names}. ${printable(wayToCount(nodeById(snapshot, first), seed))}`,
  ]
}

const WORDS = {keys: 'keys', memory: 'keys', ops: 'load', cpu: 'load', network: 'load'} as const

function ownerOf(slot: number, {nodes}: ClusterSnapshot): string {
  const owner = nodes.find(({role, slots}) => role === 'primary' && hasSlot(slots, slot))
  return (owner && addressOf(owner)) ?? '-'
}
