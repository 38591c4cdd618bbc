import type {Address} from '../domain/address.js'
import type {MapOutcome} from '../domain/map-outcome.js'
import {slotMapOf} from '../domain/slot-map.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {serverMovesSeen} from './damage.js'
import {readWithRunning} from './running-here.js'
import {type HeatRequest, readHeat} from './slot-heat.js'

/**
 * Reads who owns each slot and, if there is a request, a value for each slot. `stateFolder`: of the journals, to see
 * which operations run on this machine. Throws as `check` does, and REFUSED for the load if a node does not count it.
 */
export async function map(
  seed: Address,
  request: HeatRequest | undefined,
  connection: ConnectionOptions,
  stateFolder?: string,
): Promise<MapOutcome> {
  await using session = openSession(connection)
  const {snapshot, running} = await readWithRunning(session, seed, stateFolder)
  const heat = request && (await readHeat(session, snapshot, request))
  const map = slotMapOf(snapshot, await serverMovesSeen(session, snapshot))
  return {snapshot, map, heat, running}
}
