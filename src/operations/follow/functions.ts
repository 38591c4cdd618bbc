import {setTimeout as sleep} from 'node:timers/promises'
import {settleAll} from '../../domain/settle-all.js'
import type {Owners} from '../../execution/import/owners.js'
import {isServerError} from '../../redis/errors.js'
import type {Source} from '../../redis/source.js'
import type {Command} from '../../redis/wire.js'

/**
 * Gives all primaries the functions of the source (FUNCTION DUMP, Redis 7.0). Returns why it cannot; undefined if it did, or
 * if the source has none.
 */
export async function bringFunctions(source: Source, owners: Owners): Promise<string | undefined> {
  const [dumped] = await source.use('read', (client) => client.execute(0, [['FUNCTION', 'DUMP']]))
  // An older server has no functions.
  if (!dumped || dumped.error || (dumped.value as Buffer).length <= EMPTY_BYTES) return undefined
  const payload = dumped.value as Buffer
  const command = ['FUNCTION', 'RESTORE', payload, 'REPLACE'] as const
  return (await onAllOwners(owners, command)).find((error) => error)?.message
}

const PATIENCE_MS = 20_000
const AGAIN_AFTER_MS = 200

/**
 * Runs a command on all owners; one that does not answer is waited for. Returns the errors: functions and scripts are on all
 * owners, or somebody has to know.
 */
export function onAllOwners(owners: Owners, command: Command): Promise<(Error | undefined)[]> {
  const deadline = performance.now() + PATIENCE_MS
  return settleAll(
    owners.ids.map(async (id) => {
      for (;;) {
        try {
          const [reply] = await owners.use(id, (client) => client.execute(0, [command]))
          return reply?.error
        } catch (error) {
          if (!isServerError(error)) throw error
          if (performance.now() > deadline) return error
          await sleep(AGAIN_AFTER_MS)
        }
      }
    }),
  )
}

/** A dump without functions has only a version and a checksum. */
const EMPTY_BYTES = 10
