import type {KeyCopy, MoveProgress, MoveReport} from '../domain/move.js'
import type {SlotRange} from '../domain/slot.js'
import type {Restarted} from '../domain/restart.js'
import type {SwitchOver} from '../domain/switch-over.js'
import type {StepControl} from './control/control.js'
import type {Epochs} from './epochs.js'
import type {InFlightBySource} from './move/in-flight.js'
import type {Execution} from './execution.js'

/** What one step of a plan needs, including how to report its progress. */
export type StepExecution = Execution & {
  /** Whether to go on, and how fast. */
  readonly control: StepControl
  readonly epochs: Epochs
  readonly tellProgress: (progress: MoveProgress) => void
  /** For the journal: before slots are opened, or handed to the servers, and after they have their new owner. */
  readonly tellSlots: (state: 'opening' | 'moved', ranges: readonly SlotRange[]) => void
  /** For the journal: before a key is copied in pieces under another name. */
  readonly tellCopy: (copy: KeyCopy) => void
  /** For what the user should know while it happens, and find in the step's result afterwards. */
  readonly tellNote: (text: string) => void
  /** What all steps of the run have in flight at each source of keys. */
  readonly inFlight: InFlightBySource
}

/** What a step reports besides that it is done. With an error, it has failed, even if part of it was done. */
export type StepReport = {
  readonly move?: MoveReport
  readonly switchOver?: SwitchOver
  readonly restart?: Restarted
  readonly error?: string
  /** The failure does not prevent the steps after this one; or only not those that run in parallel with it. */
  readonly goesOn?: 'all' | 'neighbours'
}
