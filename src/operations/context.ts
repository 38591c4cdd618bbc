import type {Listener} from '../domain/outcome.js'
import type {Operator} from '../domain/operator.js'
import type {ConnectionOptions} from '../redis/connection.js'

/** What an operation that changes a cluster is given by whoever runs it. */
export type Context<Proposal> = {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly operator: Operator
  readonly onEvent: Listener
  /** Folder where it is written down what is done. */
  readonly stateFolder: string
  /** Shows what will be done and asks; false is no. Throws when nobody can be asked. */
  readonly confirm: (proposal: Proposal) => Promise<boolean>
}
