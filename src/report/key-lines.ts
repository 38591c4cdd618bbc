import {countSlots} from '../domain/slot.js'
import type {ClusterSnapshot, Shard} from '../domain/snapshot.js'
import type {Paint} from './palette.js'
import {OWN_WORDS, type RoleWords} from './role-words.js'
import {keysOf, reachableShards, totalsOf} from '../domain/totals.js'

/**
 * Keys, slots and replicas of each primary that answered, the sum, and the average: the first lines of `valkey-cli
 * --cluster`. Counts the keys of all databases.
 */
export function keyLines(snapshot: ClusterSnapshot, paint: Paint): string[] {
  return keyLinesOf(snapshot, reachableShards(snapshot), {paint, words: OWN_WORDS})
}

/** The key lines for shards in the given order, with the given words. */
export function keyLinesOf(
  snapshot: ClusterSnapshot,
  shards: readonly Shard[],
  {paint, words}: {readonly paint: Paint; readonly words: RoleWords},
): string[] {
  const lines = shards.map(({primary, replicas}) => {
    const name = `${primary.address} (${primary.id.slice(0, 8)}...)`
    const slots = countSlots(primary.slots)
    return `${name} -> ${keysOf(primary) ?? '?'} keys | ${slots} slots | ${replicas.length} ${words.replicas}.`
  })
  return [...lines, ...keyTotals(snapshot, words, paint)]
}

/** The sum and the average. */
export function keyTotals(snapshot: ClusterSnapshot, words: RoleWords, paint: Paint): string[] {
  const totals = totalsOf(snapshot)
  return [
    paint('ok', `[OK] ${totals.keys} keys in ${totals.primaries} ${words.primaries}.`),
    `${totals.keysPerSlot.toFixed(2)} keys per slot on average.`,
  ]
}
