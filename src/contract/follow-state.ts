import type {StreamPlace} from '../domain/follow.js'
import type {Full} from './full.js'
import type {FollowStateDocument} from './schemas/follow-state.js'

/** How far one source server has been followed. */
export type FollowedPlace = StreamPlace & {readonly name: string; readonly copied: boolean}

/** The document of how far an import that follows has come. */
export function followStateDocument(sources: readonly FollowedPlace[]): Full<FollowStateDocument> {
  return {
    version: 1,
    sources: sources.map(({name, replid, offset, database, copied}) => ({
      name,
      replid,
      offset,
      database,
      copied,
    })),
  }
}
