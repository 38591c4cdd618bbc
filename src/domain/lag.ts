import type {Node, Replication} from './node.js'
import {type ClusterSnapshot, nodeById} from './snapshot.js'

/** How far a replica is behind. */
export type ReplicationLag = {
  /** What its primary had sent and it had not processed; the two are not read at the same instant. */
  readonly bytes: number | undefined
  /** Since it heard from its primary, or since its link is down. */
  readonly seconds: number | undefined
}

/** The lag of a replica; unknown for a primary, and if the node does not say it. */
export function lagOf({role, primaryId, info}: Node, snapshot: ClusterSnapshot): ReplicationLag {
  const replication = role === 'replica' ? info?.replication : undefined
  if (!replication) return {bytes: undefined, seconds: undefined}
  const primary = primaryId === undefined ? undefined : nodeById(snapshot, primaryId)
  return {
    bytes: bytesBehind(replication, primary),
    seconds: silentSeconds(replication),
  }
}

/** Bytes that a primary has sent and a replica has not processed; undefined if either offset is unknown. */
export function bytesBehind({offset}: Replication, primary: Node | undefined): number | undefined {
  const sent = primary?.info?.replication.offset
  return sent === undefined || offset === undefined ? undefined : Math.max(0, sent - offset)
}

/** A server reports -1 for a link that has never been up. */
function silentSeconds({linkUp, lastIoSeconds, downSeconds}: Replication): number | undefined {
  const seconds = linkUp ? lastIoSeconds : (downSeconds ?? lastIoSeconds)
  return seconds !== undefined && seconds >= 0 ? seconds : undefined
}
