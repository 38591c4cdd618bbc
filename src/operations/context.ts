import type {ControlChange, ControlReply, ControlRequest} from '../domain/control.js'
import type {Listener} from '../domain/outcome.js'
import type {Operator} from '../domain/operator.js'
import type {ConnectionOptions} from '../redis/connection.js'

/** Settings that were changed in one part of a command, for its further parts: a repair, and then the rest of the moves. */
export type CarriedSettings = {change: ControlChange}

/** What the caller passes to an operation that changes a cluster. */
export type Context<Proposal> = {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly operator: Operator
  readonly onEvent: Listener
  /** The folder of the journals. */
  readonly stateFolder: string
  /** Without it, each part of a command begins with the settings of the command line. */
  readonly carried?: CarriedSettings | undefined
  /** Does what the first signal does, on the wish of whoever is named. Without it, only signals stop the operation. */
  readonly stop?: ((by: string) => void) | undefined
  /**
   * Called when steps begin, with what answers requests about them, and without a value when they are over. Nobody is
   * asked in between.
   */
  readonly onControl?:
    | ((answer: ((request: ControlRequest) => Promise<ControlReply>) | undefined) => void)
    | undefined
  /** Shows what will be done and asks; false means no. Throws if nobody can be asked. */
  readonly confirm: (proposal: Proposal) => Promise<boolean>
}
