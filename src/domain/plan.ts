import type {PlannedSteps, Caution} from './step.js'
import type {Finding} from './finding.js'
import type {TakenUp} from './operation.js'

/** What will be done, in order, and what the user should know before saying yes. */
export type Plan = PlannedSteps & {
  readonly warnings: readonly Finding[]
  readonly cautions?: readonly Caution[]
  /** The operation that was broken off and that these steps go on with. */
  readonly takenUp?: TakenUp
}
