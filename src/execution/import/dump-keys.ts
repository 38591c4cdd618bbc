import {isOfKeyAlone} from '../../redis/import-error.js'
import type {DumpedKey} from '../../redis/dumped-key.js'
import type {Lane} from './job.js'

/**
 * Reads keys from the source. Undefined: the key does not exist. An error: the source refuses only this key. Throws
 * INCOMPLETE if it refuses more than that.
 */
export function dumpKeys(
  {source, tally}: Lane,
  keys: readonly Buffer[],
): Promise<(DumpedKey | Error | undefined)[]> {
  return source.use('read', async (client) => {
    const dumped = await client.dump(tally.from, keys)
    keys.forEach((key, at) => {
      const one = dumped[at]
      if (one instanceof Error && !isOfKeyAlone(one, source.owns(key))) throw one
    })
    return dumped
  })
}

/** Why a key stays on the source, for the user. */
export function refusalText({message}: Error): string {
  return /^(MOVED|ASK)\b/.test(message)
    ? `it is a stray key of the source, which cannot be read (${message})`
    : `the source refuses to read it: ${message}`
}
