import {localContext} from '../../cli/local-context.js'
import {refuseUnsavable, saveFile} from '../../cli/save-file.js'
import type {Address} from '../../domain/address.js'
import type {MapOutcome} from '../../domain/map-outcome.js'
import type {SlotMeasure} from '../../domain/slot-heat.js'
import {map} from '../../operations/map.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {mapSvgFile} from '../../report/map/map-svg.js'

type MapFlags = {
  readonly by: SlotMeasure | 'owner'
  readonly svg: string | undefined
  readonly force: boolean
}

/** Reads the map, and draws it to a file if there is one. */
export async function runMap(
  seed: Address,
  {by, svg, force}: MapFlags,
  connection: ConnectionOptions,
): Promise<MapOutcome> {
  if (svg !== undefined) await refuseUnsavable(svg, {force})
  const {stateFolder} = localContext()
  const outcome = await map(seed, by === 'owner' ? undefined : by, connection, stateFolder)
  if (svg !== undefined) await saveFile(svg, mapSvgFile(outcome), {force})
  return outcome
}
