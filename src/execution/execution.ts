import type {MoveProgress, MoveReport, MoveSettings} from '../domain/move.js'
import type {Listener} from '../domain/outcome.js'
import type {SavedKey} from '../domain/saved-key.js'
import type {SlotRange} from '../domain/slot.js'
import type {Session} from '../redis/session.js'
import type {Epochs} from './epochs.js'
import type {InFlightBySource} from './move/in-flight.js'

/** What steps need besides their own facts. */
export type Execution = {
  readonly session: Session
  /** Aborted by the first signal: the steps in hand are finished, the rest is not run. */
  readonly signal: AbortSignal
  readonly onEvent: Listener
  /** Told of an error that says that this program is wrong; the steps in hand are finished then, as far as they can be. */
  readonly onBug?: (error: unknown) => void
  /** Milliseconds that nodes may take to find each other and agree. */
  readonly joinLimitMs: number
  readonly moving: MoveSettings
  /** Writes keys that are about to be deleted to a file on this machine; resolves with its name when it is safe there. */
  readonly saveKeys: (keys: readonly SavedKey[]) => Promise<string>
}

/** The same for one step of a plan, which can tell how it gets on. */
export type StepExecution = Execution & {
  readonly epochs: Epochs
  readonly tellProgress: (progress: MoveProgress) => void
  /** What is written down: before slots are opened, or handed to the servers, and after they have their new owner. */
  readonly tellSlots: (state: 'opening' | 'moved', ranges: readonly SlotRange[]) => void
  /** For what the user should know while it happens and find in the step's result afterwards. */
  readonly tellNote: (text: string) => void
  /** What all steps of the run have under way at each source of keys. */
  readonly inFlight: InFlightBySource
}

/** What a step has to tell besides that it is done. With an error it has failed, whatever part of it was done. */
export type StepReport = {
  readonly move?: MoveReport
  readonly error?: string
  /** What failed does not stand in the way of the steps after this one, or of those that run beside it only. */
  readonly goesOn?: 'all' | 'neighbours'
}
