import type {NameOf} from './names.js'
import type {Paint} from './palette.js'
import type {NodeOpenSlots, SharedSlot, Verdicts} from '../domain/verdicts.js'

/** The last lines of a check. Scripts search for them, so they are exactly those of `redis-cli --cluster check`. */
export function verdictLines(
  {agree, agreeLater, covered, openSlots, sharedSlots}: Verdicts,
  nameOf: NameOf,
  paint: Paint,
  listOf: (slots: readonly number[]) => string = (slots) => slots.join(','),
): string[] {
  return [
    agreementLine(agree, agreeLater, paint),
    '>>> Check for open slots...',
    ...openSlotLines(openSlots, nameOf, listOf).map((line) => paint('error', line)),
    '>>> Check slots coverage...',
    covered
      ? paint('ok', '[OK] All 16384 slots covered.')
      : paint('error', '[ERR] Not all 16384 slots are covered by nodes.'),
    ...(sharedSlots ? sharedSlotLines(sharedSlots, nameOf, paint) : []),
  ]
}

function agreementLine(agree: boolean, agreeLater: boolean, paint: Paint): string {
  if (agree) return paint('ok', '[OK] All nodes agree about slots configuration.')
  return agreeLater
    ? '>>> Nodes agree about all slots but those that are being moved.'
    : paint('error', "[ERR] Nodes don't agree about configuration!")
}

function openSlotLines(
  openSlots: readonly NodeOpenSlots[],
  nameOf: NameOf,
  listOf: (slots: readonly number[]) => string,
): string[] {
  const lines = openSlots.flatMap((marks) =>
    (['migrating', 'importing'] as const)
      .filter((direction) => marks[direction].length > 0)
      .map(
        (direction) =>
          `[WARNING] Node ${nameOf(marks.node)} has slots in ${direction} state ${listOf(marks[direction])}.`,
      ),
  )
  if (lines.length === 0) return []
  const open = new Set(openSlots.flatMap(({migrating, importing}) => [...migrating, ...importing]))
  const slots = [...open].sort((a, b) => a - b).join(',')
  return [...lines, `[WARNING] The following slots are open: ${slots}.`]
}

function sharedSlotLines(sharedSlots: readonly SharedSlot[], nameOf: NameOf, paint: Paint): string[] {
  const lines = sharedSlots.flatMap(({slot, owners}) => [
    paint('error', `[WARNING] Slot ${slot} has ${owners.length} owners:`),
    ...owners.map((owner) => `    ${nameOf(owner)}`),
  ])
  const verdict = lines.length > 0 ? lines : [paint('ok', '[OK] No multiple owners found.')]
  return ['>>> Check for multiple slot owners...', ...verdict]
}
