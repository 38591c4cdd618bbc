import type {ImportContext} from '../import-context.js'
import type {ImportOptions} from '../import.js'

export type FollowOptions = ImportOptions & {
  readonly fromPrimary: boolean
  /** The folder for what has arrived; undefined: the state folder. */
  readonly spool: string | undefined
  /** Most bytes there; undefined: half of what is free. */
  readonly spoolLimit: number | undefined
  /** It is ready to be cut over while the lag is below this, in milliseconds. */
  readonly readyBelowMs: number
}

export type FollowCaller = ImportContext & {
  /** Asks whether everything is to be deleted in the cluster, too; only true means yes. */
  readonly confirmFlush: (source: string, what: string) => Promise<boolean>
}
