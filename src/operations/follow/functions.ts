import {settleAll} from '../../domain/settle-all.js'
import type {Owners} from '../../execution/import/owners.js'
import {isServerError} from '../../redis/errors.js'
import type {Source} from '../../redis/source.js'

/**
 * Gives all primaries the functions of the source (FUNCTION DUMP, Redis 7.0). Returns why it cannot; undefined if it did, or
 * if the source has none.
 */
export async function bringFunctions(source: Source, owners: Owners): Promise<string | undefined> {
  const [dumped] = await source.use('read', (client) => client.execute(0, [['FUNCTION', 'DUMP']]))
  // An older server has no functions.
  if (!dumped || dumped.error || (dumped.value as Buffer).length <= EMPTY_BYTES) return undefined
  const payload = dumped.value as Buffer
  const errors = await settleAll(
    owners.ids.map(async (id) => {
      try {
        const restore = ['FUNCTION', 'RESTORE', payload, 'REPLACE'] as const
        const [reply] = await owners.use(id, (client) => client.execute(0, [restore]))
        return reply?.error
      } catch (error) {
        if (!isServerError(error)) throw error
        return error
      }
    }),
  )
  return errors.find((error) => error)?.message
}

/** A dump without functions has only a version and a checksum. */
const EMPTY_BYTES = 10
