import type {ControlStatus} from './control.js'
import type {SlotHeat} from './slot-heat.js'
import type {SlotMap} from './slot-map.js'
import type {ClusterSnapshot} from './snapshot.js'

/** A picture of the slots as data. */
export type MapOutcome = {
  readonly snapshot: ClusterSnapshot
  readonly map: SlotMap
  /** Undefined if only owners were asked for. */
  readonly heat: SlotHeat | undefined
  /** Operations on this cluster that run on this machine. Default: none. */
  readonly running?: readonly ControlStatus[]
}
