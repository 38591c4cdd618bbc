import {count} from '../domain/count.js'
import type {MoveMethod} from '../domain/move.js'
import type {ChangeProposal} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import {countSlots, type SlotRange, slotsOf, toRanges} from '../domain/slot.js'
import type {StepOf} from '../domain/step.js'
import {cautionLines} from './caution-text.js'
import {type NameOf, namesOf} from './names.js'
import {paintFor, type TextOptions} from './palette.js'
import {describeSlots} from './slots-text.js'

/** The moves of a plan, one line for each pair of nodes, then the cautions. No line end after the last line. */
export function movesText({before, plan}: ChangeProposal, options: TextOptions): string {
  return [
    ...pairLines(movesOf(plan), namesOf(before)),
    ...cautionLines(plan.cautions ?? [], paintFor(options)),
  ].join('\n')
}

/** `Move 10 slots (0-4,20-24) from 10.0.0.1:7000 to 10.0.0.2:7000, atomically.`, one line for each pair of nodes. */
export function pairLines(moves: readonly StepOf<'migrate-slots'>[], nameOf: NameOf): string[] {
  const pairs = new Map<string, {readonly move: StepOf<'migrate-slots'>; ranges: readonly SlotRange[]}>()
  for (const move of moves) {
    const key = `${move.source} ${move.target} ${move.method}`
    const pair = pairs.get(key) ?? {move, ranges: []}
    pairs.set(key, {...pair, ranges: [...pair.ranges, ...move.ranges]})
  }
  return [...pairs.values()].map(({move: {source, target, method}, ranges}) => {
    const which = slotsText(toRanges(slotsOf(ranges)))
    return `Move ${which} from ${nameOf(source)} to ${nameOf(target)}, ${METHODS[method]}.`
  })
}

/** The moves of a plan. */
export function movesOf({steps}: Pick<Plan, 'steps'>): StepOf<'migrate-slots'>[] {
  return steps.filter((step): step is StepOf<'migrate-slots'> => step.kind === 'migrate-slots')
}

const METHODS: Readonly<Record<MoveMethod, string>> = {
  keys: 'key by key',
  'atomic-valkey': 'atomically',
  'atomic-redis': 'atomically',
}

/** Number of ranges that a line shows. */
const RANGES = 4

function slotsText(ranges: readonly SlotRange[]): string {
  const slots = countSlots(ranges)
  if (slots === 1) return describeSlots(ranges)
  const shown =
    ranges.length > RANGES ? `${ranges.length} ranges` : describeSlots(ranges).replace('slots ', '')
  return `${count(slots, 'slot')} (${shown})`
}
