import type {PlannedShard} from '../../../src/domain/layout.js'
import type {SlotRange} from '../../../src/domain/slot.js'
import {id} from '../../support/snapshot.js'

/**
 * A planned shard, from its slots and `name@host` or `name@host/zone` of its primary and replicas. All ports are 7000.
 */
export function shard(ranges: readonly SlotRange[], primary: string, ...replicas: string[]): PlannedShard {
  return {primary: candidate(primary), ranges, replicas: replicas.map(candidate)}
}

function candidate(text: string) {
  const [name = '', place = ''] = text.split('@')
  const [host = '', zone] = place.split('/')
  return {id: id(name), address: `${host}:7000`, host, zone}
}
