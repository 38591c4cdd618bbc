import type {ImportProposal} from '../domain/import.js'
import type {Operator} from '../domain/operator.js'
import type {Listener} from '../domain/outcome.js'
import type {ConnectionOptions} from '../redis/connection.js'
import type {Explain} from './change.js'

export type ImportContext = {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly onEvent: Listener
  readonly stateFolder: string
  readonly operator: Operator
  /** Does what the first signal does, on the wish of whoever is named. */
  readonly stop?: ((by: string) => void) | undefined
  readonly explain: Explain
  /** Shows what will be done. */
  readonly show: (proposal: ImportProposal) => void
  /** Asks before keys are moved; only true means yes. */
  readonly confirm: (proposal: ImportProposal) => Promise<boolean>
}
