import type {UnderWay} from '../../checks/under-way.js'
import {countSlots} from '../../domain/slot.js'
import {type MetricPoint, point} from '../table.js'

/** What clustertool is doing to the cluster. Only journals on this machine say how far it is. */
export function changePoints(changes: readonly UnderWay[]): MetricPoint[] {
  const works = changes.flatMap(({work}) => work ?? [])
  const planned = works.flatMap(({moves}) => moves).map(({ranges}) => countSlots(ranges))
  return [
    ...point('clustertool_changes_under_way', changes.length, {}),
    ...point('clustertool_changes_suspended', changes.filter(({suspended}) => suspended).length, {}),
    ...point('clustertool_changes_slots_planned', sum(planned), {}),
    ...point('clustertool_changes_slots_moved', sum(works.map(({movedSlots}) => movedSlots)), {}),
  ]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
