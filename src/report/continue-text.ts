import type {StepResult} from '../domain/step.js'
import {formatRanges, type SlotRange, slotsOf, toRanges} from '../domain/slot.js'
import type {NameOf} from './names.js'

type Naming = {readonly seed: string; readonly nameOf: NameOf}

/** Commands that do the rest of the moves of a change, one line for each pair of nodes. */
export function continueLines(steps: readonly StepResult[], {seed, nameOf}: Naming): string[] {
  const left = steps.flatMap(({step, move, status}) => {
    if (step.kind !== 'migrate-slots') return []
    const ranges = leftOf(step.ranges, status === 'not-run' ? undefined : move)
    return ranges.length > 0 ? [{step, ranges}] : []
  })
  if (left.length === 0) return []
  return [
    `To continue: clustertool resume ${seed} ; or, from another machine:`,
    ...left.map(
      ({step, ranges}) =>
        `  clustertool reshard ${seed} --from ${nameOf(step.source)} --to ${nameOf(step.target)} ` +
        `--slot-ranges ${formatRanges(ranges)}`,
    ),
  ]
}

function leftOf(ranges: readonly SlotRange[], move: StepResult['move']): readonly SlotRange[] {
  return move ? toRanges(slotsOf([...move.open, ...move.unmoved])) : ranges
}
