import type {StreamPlace} from '../domain/follow.js'
import type {Full} from './full.js'
import type {FollowStateDocument} from './schemas/follow-state.js'

/** How far one source server has been followed. */
export type FollowedPlace = StreamPlace & {readonly name: string; readonly copied: boolean}

/** The run ids of owners, by node id: a server that has another one was started again. */
export type OwnerRuns = readonly (readonly [string, string])[]

/** The document of how far an import that follows has come. */
export function followStateDocument(
  sources: readonly FollowedPlace[],
  owners: OwnerRuns,
): Full<FollowStateDocument> {
  return {
    version: 1,
    owners: owners.map(([id, run]) => [id, run]),
    sources: sources.map(({name, replid, offset, database, copied}) => ({
      name,
      replid,
      offset,
      database,
      copied,
    })),
  }
}
