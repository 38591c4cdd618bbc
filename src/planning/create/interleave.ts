import {groupBy} from '../../domain/group.js'
import type {Candidate} from '../../domain/layout.js'

/**
 * The candidates in rounds: one of each zone, then again one of each zone, and within a zone one of each host in
 * turn. Zones, hosts and the nodes of a host keep the given order. A node without a zone counts as a zone of its own
 * host, so without zones the order is that of `redis-cli --cluster create`.
 */
export function interleave(candidates: readonly Candidate[]): Candidate[] {
  const zones = [...groupBy(candidates, zoneKey).values()]
  return takeInTurns(zones.map((zone) => takeInTurns([...groupBy(zone, ({host}) => host).values()])))
}

/** What identifies the zone of a node when zones are compared. */
export function zoneKey({zone, host}: Candidate): string {
  return zone === undefined ? `host ${host}` : `zone ${zone}`
}

function takeInTurns<T>(queues: readonly (readonly T[])[]): T[] {
  const longest = queues.reduce((length, queue) => Math.max(length, queue.length), 0)
  return Array.from({length: longest}, (_, turn) =>
    queues.flatMap((queue) => queue.slice(turn, turn + 1)),
  ).flat()
}
