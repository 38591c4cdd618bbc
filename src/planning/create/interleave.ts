import {groupBy} from '../../checks/group.js'
import type {Candidate} from '../../domain/layout.js'

/**
 * The candidates in turns: one of each zone, one of each zone again, and within a zone one of each host in turn.
 * Zones, hosts and the nodes of a host keep the given order. A node without a zone counts as a zone that is its host,
 * so that without zones this is the order of `redis-cli --cluster create`.
 */
export function interleave(candidates: readonly Candidate[]): Candidate[] {
  const zones = [...groupBy(candidates, zoneKey).values()]
  return takeInTurns(zones.map((zone) => takeInTurns([...groupBy(zone, ({host}) => host).values()])))
}

/** What stands for the zone of a node when zones are compared. */
export function zoneKey({zone, host}: Candidate): string {
  return zone === undefined ? `host ${host}` : `zone ${zone}`
}

function takeInTurns<T>(queues: readonly (readonly T[])[]): T[] {
  const longest = queues.reduce((length, queue) => Math.max(length, queue.length), 0)
  return Array.from({length: longest}, (_, turn) =>
    queues.flatMap((queue) => queue.slice(turn, turn + 1)),
  ).flat()
}
