import type {ChangeProposal} from '../../domain/outcome.js'
import {slotMapOf} from '../../domain/slot-map.js'
import {slotsOf, SLOT_COUNT} from '../../domain/slot.js'
import type {TextOptions} from '../palette.js'
import {movesOf} from '../plan-text.js'
import {type GridCell, gridLines, slotsInCell} from './map-grid.js'
import {mapPaintFor} from './map-paint.js'
import {mapText} from './map-text.js'

/**
 * The slots as they are, and a picture of what moves: each cell with a slot that moves has the letter of the node that
 * gets it. No line end after the last line.
 */
export function planMapText({before, plan}: ChangeProposal, options: TextOptions): string {
  const map = slotMapOf(before)
  const paint = mapPaintFor(options)
  const indexes = new Map(map.shards.map(({primary}, index) => [primary, index]))
  const targets = Array.from<number | undefined>({length: SLOT_COUNT})
  for (const {target, ranges} of movesOf(plan))
    for (const slot of slotsOf(ranges)) targets[slot] = indexes.get(target)
  const size = slotsInCell(options.width)
  const letters = map.shards.map(({letter}, index): GridCell => {
    return {text: letter, paint: (text) => paint.shard(index, text)}
  })
  const cells = Array.from({length: Math.ceil(SLOT_COUNT / size)}, (_, at) => {
    const target = targets.slice(at * size, (at + 1) * size).find((index) => index !== undefined)
    return (target === undefined ? undefined : letters[target]) ?? STAYS
  })
  return [
    '>>> The slots now',
    mapText({snapshot: before, map, heat: undefined}, options),
    '>>> What moves, and to which primary',
    ...gridLines(cells, size),
    '. stays where it is; a letter: some or all of these slots move to that primary.',
  ].join('\n')
}

const STAYS: GridCell = {text: '.', paint: (text) => text}
