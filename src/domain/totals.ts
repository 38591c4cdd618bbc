import type {Node} from './node.js'
import {countSlots, SLOT_COUNT} from './slot.js'
import {type ClusterSnapshot, type Shard, shardsOf} from './snapshot.js'

/** Sums over the primaries and replicas that could be reached. */
export type Totals = {
  readonly primaries: number
  readonly replicas: number
  readonly slots: number
  /** Keys of all databases on the primaries, without primaries that do not report them. */
  readonly keys: number
  /** Bytes used by the primaries. */
  readonly usedMemory: number
  readonly keysPerSlot: number
}

/** Number of keys of a node in all databases; undefined if it did not report it. */
export function keysOf({info}: Node): number | undefined {
  return info?.keys.reduce((sum, {keys}) => sum + keys, 0)
}

/** The sums. Slots are those that the primaries claim, so a slot that two claim counts twice. */
export function totalsOf(snapshot: ClusterSnapshot): Totals {
  const shards = reachableShards(snapshot)
  const keys = sum(shards, ({primary}) => keysOf(primary) ?? 0)
  return {
    primaries: shards.length,
    replicas: snapshot.nodes.filter(({role, reachable}) => role === 'replica' && reachable).length,
    slots: sum(shards, ({primary}) => countSlots(primary.slots)),
    keys,
    usedMemory: sum(shards, ({primary}) => primary.info?.usedMemory ?? 0),
    keysPerSlot: keys / SLOT_COUNT,
  }
}

/** Shards whose primary answered, with the replicas that did. */
export function reachableShards(snapshot: ClusterSnapshot): Shard[] {
  return shardsOf(snapshot)
    .filter(({primary}) => primary.reachable)
    .map(({primary, replicas}) => ({primary, replicas: replicas.filter(({reachable}) => reachable)}))
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0)
}
