import {refuseIdle} from '../../cli/figure-flags.js'
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
  readonly sample: number | undefined
  readonly svg: string | undefined
  readonly force: boolean
}

/** Reads the map, and draws it to a file if there is one. Throws USAGE, also if flags contradict each other. */
export async function runMap(
  seed: Address,
  {by, sample, svg, force}: MapFlags,
  connection: ConnectionOptions,
): Promise<MapOutcome> {
  if (by !== 'memory') refuseIdle({sample}, ['sample'], '--by memory')
  if (svg !== undefined) await refuseUnsavable(svg, {force})
  const {stateFolder} = localContext()
  const request = by === 'owner' ? undefined : {measure: by, sample}
  const outcome = await map(seed, request, connection, stateFolder)
  if (svg !== undefined) await saveFile(svg, mapSvgFile(outcome), {force})
  return outcome
}
