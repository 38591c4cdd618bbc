import type {Control} from './control/control.js'
import type {MoveSettings} from '../domain/move.js'
import type {Listener} from '../domain/outcome.js'
import type {SavedKey} from '../domain/saved-key.js'
import type {CommandEnd} from '../domain/restart.js'
import type {Session} from '../redis/session.js'

/** What steps need besides their own facts. */
export type Execution = {
  readonly session: Session
  /** Aborted by the first signal: running steps finish, the others are not run. */
  readonly signal: AbortSignal
  readonly onEvent: Listener
  /** Called with an error that is a bug in this program. Running steps are then finished as far as possible. */
  readonly onBug?: (error: unknown) => void
  /** Milliseconds to wait until nodes have found each other and agree. */
  readonly joinLimitMs: number
  readonly moving: MoveSettings
  /** Pauses and changes the run from outside; without it, nobody can. */
  readonly runControl?: Control | undefined
  /** Runs a command of the user on this machine, with a limit in milliseconds. Returns how it ended. */
  readonly runCommand: (command: string, limitMs: number) => Promise<CommandEnd>
  /**
   * Writes keys that are about to be deleted to a file on this machine. Resolves with the file's name when they are
   * on the disk.
   */
  readonly saveKeys: (keys: readonly SavedKey[]) => Promise<string>
}
