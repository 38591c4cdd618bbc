import type {ImportProposal} from '../domain/import.js'
import type {Listener} from '../domain/outcome.js'
import type {ConnectionOptions} from '../redis/connection.js'
import type {Explain} from './change.js'

export type ImportContext = {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly onEvent: Listener
  readonly stateFolder: string
  readonly explain: Explain
  /** Shows what will be done. */
  readonly show: (proposal: ImportProposal) => void
  /** Asks before keys are moved; only true means yes. */
  readonly confirm: (proposal: ImportProposal) => Promise<boolean>
}
