import {ReplyRefused, unlessRefused} from '../errors.js'
import type {Wire} from '../wire.js'

/** Identifies a connection on its server; undefined if the server does not tell (before Redis 5.0). */
export async function connectionId(wire: Wire): Promise<string | undefined> {
  const id = await wire.call('CLIENT', 'ID').catch(unlessRefused)
  return typeof id === 'number' || typeof id === 'string' ? String(id) : undefined
}

/**
 * Makes the server of `other` end a connection, so that it executes nothing any more that is still on its way. Returns
 * whether that is certain.
 */
export async function endConnection(other: Wire, id: string | undefined): Promise<boolean> {
  if (id === undefined) return false
  try {
    await other.call('CLIENT', 'KILL', 'ID', id)
    return true
  } catch (error) {
    // The older form would answer with an error if there is no such connection; this one answers 0.
    if (error instanceof ReplyRefused) return false
    throw error
  }
}
