import type {ImportProposal} from '../../domain/import.js'
import type {Owners} from '../../execution/import/owners.js'
import type {FollowState} from '../../journal/follow-state.js'
import type {OpenedSource} from '../import-sources.js'
import type {FollowedServer} from './followed-sources.js'
import type {FollowCaller, FollowOptions} from './follow-options.js'

/** What an import that follows its source works with. */
export type FollowRunParts = {
  readonly servers: readonly FollowedServer[]
  readonly owners: Owners
  readonly state: FollowState
  readonly limitBytes: number
  readonly openNodes: () => Promise<readonly OpenedSource[]>
  readonly proposal: ImportProposal
  readonly options: FollowOptions
  readonly context: FollowCaller
  /** Whether Sentinels watch the source. */
  readonly isWatched: boolean
  /** Ends everything. */
  readonly stop: AbortController
}
