import {type Asked, runChange, toTerminal} from '../../cli/change.js'
import {changeOptions, type ChangeFlags} from '../../cli/move-flags.js'
import type {Address} from '../../domain/address.js'
import type {ChangeOutcome} from '../../domain/outcome.js'
import type {SpreadPlan} from '../../domain/spread.js'
import {spread} from '../../operations/spread.js'
import {namesOf} from '../../report/names.js'
import {spreadText} from '../../report/spread-text.js'

type SpreadFlags = ChangeFlags & {readonly for?: 'hosts' | 'zones' | undefined}

/** Runs spread with this terminal; the plan of placement is made in any case. */
export async function runSpread(
  seed: Address,
  flags: SpreadFlags,
  asked: Asked,
): Promise<{readonly plan: SpreadPlan; readonly outcome: ChangeOutcome}> {
  let plan: SpreadPlan | undefined
  const onPlan = (made: SpreadPlan) => (plan = made)
  const outcome = await runChange(
    (context) => spread(seed, {...changeOptions(flags), for: flags.for, onPlan}, context),
    toTerminal(flags, asked),
    {
      show: ({before}) => plan && spreadText(plan, namesOf(before), asked),
      question: "Place the nodes like this? (type 'yes' to accept): ",
      yes: flags.yes,
    },
  )
  if (!plan) throw new TypeError('spread has ended without a plan')
  return {plan, outcome}
}
