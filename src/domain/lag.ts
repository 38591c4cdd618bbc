import type {Node} from './node.js'
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
  const replication = info?.replication
  if (role !== 'replica' || !replication) return {bytes: undefined, seconds: undefined}
  const primary = primaryId === undefined ? undefined : nodeById(snapshot, primaryId)
  const sent = primary?.info?.replication.offset
  const {offset, lastIoSeconds, downSeconds, linkUp} = replication
  const seconds = linkUp ? lastIoSeconds : (downSeconds ?? lastIoSeconds)
  return {
    bytes: sent === undefined || offset === undefined ? undefined : Math.max(0, sent - offset),
    seconds: seconds === undefined || seconds < 0 ? undefined : seconds,
  }
}
