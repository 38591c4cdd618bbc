import type {Address} from '../domain/address.js'
import type {InfoOutcome} from '../domain/outcome.js'
import {type FigureMeasure, loadOf, topSlots, valuesOf} from '../domain/slot-figures.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {readWithRunning} from './running-here.js'
import {type FigureOptions, readFigures} from './slot-figures.js'

/** Which slots are shown. */
export type SlotsRequest = Omit<FigureOptions, 'load'> & {
  /** How many. */
  readonly top: number
  readonly by: FigureMeasure
}

/**
 * Reads the cluster. The snapshot contains keys, slots and memory. Throws as `check` does, and REFUSED if slots are to
 * be sorted by a load that a node does not count. `stateFolder`: of the journals, to see which operations run here.
 */
export async function info(
  seed: Address,
  connection: ConnectionOptions,
  request?: SlotsRequest,
  stateFolder?: string,
): Promise<InfoOutcome> {
  await using session = openSession(connection)
  const {snapshot, running} = await readWithRunning(session, seed, stateFolder)
  if (!request) return {snapshot, running}
  const {top, by, ...options} = request
  const figures = await readFigures(session, snapshot, {...options, load: loadOf(by) ?? 'any'})
  return {snapshot, running, slots: {by, figures, top: topSlots(valuesOf(figures, by) ?? [], top)}}
}
