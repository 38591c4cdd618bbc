import {unlessRefused} from '../errors.js'
import type {Wire} from '../wire.js'

/** Identifies a connection on its server; undefined if the server does not tell (before Redis 5.0). */
export async function connectionId(wire: Wire): Promise<string | undefined> {
  const id = await wire.call('CLIENT', 'ID').catch(unlessRefused)
  return typeof id === 'number' || typeof id === 'string' ? String(id) : undefined
}

/**
 * Makes the server of `other` end a connection, so that it executes nothing any more that is still on its way, if the
 * server allows that.
 */
export async function endConnection(other: Wire, id: string | undefined): Promise<void> {
  if (id !== undefined) await other.call('CLIENT', 'KILL', 'ID', id).catch(unlessRefused)
}
