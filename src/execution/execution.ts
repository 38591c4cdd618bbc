import type {Listener} from '../domain/outcome.js'
import type {Session} from '../redis/session.js'

/** What steps need besides their own facts. */
export type Execution = {
  readonly session: Session
  /** Aborted by the first Ctrl-C: the steps in hand are finished, the rest is not run. */
  readonly signal: AbortSignal
  readonly onEvent: Listener
  /** Milliseconds that nodes may take to find each other and agree. */
  readonly joinLimitMs: number
}
