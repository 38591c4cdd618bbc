import {countSlots} from '../../domain/slot.js'
import {type ClusterSnapshot, type Shard, shardsOf} from '../../domain/snapshot.js'
import {keysOf} from '../../domain/totals.js'
import type {NameOf} from '../../report/names.js'
import {type MetricPoint, point} from '../table.js'

/** What each shard has, and how even that is. */
export function shardPoints(snapshot: ClusterSnapshot, nameOf: NameOf): MetricPoint[] {
  const shards = shardsOf(snapshot)
  const inUse = shards.filter(({primary}) => primary.slots.length > 0)
  return [
    ...point('clustertool_shards', inUse.length, {}),
    ...shards.flatMap((shard) => pointsOfShard(shard, nameOf(shard.primary.id))),
    ...Object.entries(AMOUNTS).flatMap(([of, amountOf]) =>
      point('clustertool_imbalance_ratio', imbalance(inUse.map(amountOf)), {of}),
    ),
  ]
}

function pointsOfShard({primary, replicas}: Shard, shard: string): MetricPoint[] {
  return [
    ...point('clustertool_shard_slots', countSlots(primary.slots), {shard}),
    ...point('clustertool_shard_keys', keysOf(primary), {shard}),
    ...point('clustertool_shard_memory_used_bytes', primary.info?.usedMemory, {shard}),
    ...point('clustertool_shard_replicas', replicas.filter(({reachable}) => reachable).length, {shard}),
  ]
}

const AMOUNTS: Readonly<Record<string, (shard: Shard) => number | undefined>> = {
  slots: ({primary}) => countSlots(primary.slots),
  keys: ({primary}) => keysOf(primary),
  memory: ({primary}) => primary.info?.usedMemory,
}

/** The largest amount by the mean of those that are known; 1 if there is nothing. Undefined if nothing is known. */
function imbalance(amounts: readonly (number | undefined)[]): number | undefined {
  const known = amounts.filter((amount) => amount !== undefined)
  if (known.length === 0) return undefined
  const sum = known.reduce((total, amount) => total + amount, 0)
  return sum === 0 ? 1 : (Math.max(...known) * known.length) / sum
}
