import type {MoveSettings} from '../domain/move.js'
import type {Listener} from '../domain/outcome.js'
import type {SavedKey} from '../domain/saved-key.js'
import type {Session} from '../redis/session.js'

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
