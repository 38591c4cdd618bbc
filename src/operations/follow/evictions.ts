import {settleAll} from '../../domain/settle-all.js'
import {type ClusterSnapshot, reachablePrimaries} from '../../domain/snapshot.js'
import {whenServerError} from '../../redis/errors.js'
import type {Session} from '../../redis/session.js'

/** Owners that would delete keys for lack of memory, as sentences: nobody would notice that they are gone. */
export async function evictionsOf(cluster: ClusterSnapshot, session: Session): Promise<string[]> {
  const found = await settleAll(
    reachablePrimaries(cluster).map(async ({id, address, info}) => {
      const settings = await session.node(id).settings('maxmemory-policy').catch(whenServerError(undefined))
      const policy = settings?.get('maxmemory-policy')
      const isLimited = (info?.maxMemory ?? 0) > 0
      return isLimited && policy !== undefined && policy !== 'noeviction'
        ? [`${address} deletes keys for lack of memory (maxmemory-policy ${policy}); set it to noeviction`]
        : []
    }),
  )
  return found.flat()
}
