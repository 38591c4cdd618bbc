import type {PlannedSteps, Caution} from './step.js'
import type {Finding} from './finding.js'
import type {TakenUp} from './operation.js'

/** What will be done, in order, and what the user should know before agreeing to it. */
export type Plan = PlannedSteps & {
  readonly warnings: readonly Finding[]
  readonly cautions?: readonly Caution[]
  /** The interrupted operation that these steps continue. */
  readonly takenUp?: TakenUp
}
